/** Reports that try to break the page that shows them. Each holds one sentence that is coded. */
export const HOSTILE = [
  {
    id: "script",
    title: `<script>window.hacked = 1</script><img src=x onerror="window.hacked = 1"> Iran condemns the United States`,
    text: `Iran condemned the United States on Monday. <script>window.hacked = 1</script> </p><style>*{display:none}</style>`,
    published: "2026-05-04",
    source: `<b onmouseover="window.hacked = 1">Outlet</b>`,
    url: "javascript:window.hacked=1",
  },
  {
    id: "quotes\"'&<>/../..%2F?#",
    title: `"Quotes" 'and' &amp; {{entities}} \${too} -- Russia accuses Ukraine`,
    text: `Russia accused Ukraine of "shelling" 'a' <village> & {{a}} \${market} on Tuesday.`,
    published: "2026-05-05",
    source: `"'`,
    url: 'https://example.org/?a="><script>window.hacked=1</script>',
  },
  {
    id: "rtl",
    title: "إيران تدين الولايات المتحدة \u202egnp.exe\u202c",
    text: "China criticised Japan on Wednesday over \u202eevil\u202c remarks. قالت إيران إنها تدين الولايات المتحدة.",
    published: "2026-05-06",
    source: "وكالة الأنباء",
    url: "https://example.org/rtl",
  },
  {
    id: "long",
    title: `France praises Germany ${"verylongwordwithoutanyspace".repeat(40)} ${"and more words ".repeat(60)}`,
    text: `France praised Germany on Thursday for ${"anotherverylongword".repeat(50)}.`,
    published: "2026-05-07",
    source: "L".repeat(300),
    url: `https://example.org/${"x".repeat(500)}`,
  },
  {
    id: "astral",
    title: "🕊️🏳️‍🌈 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𐍈 outside the first plane",
    text: "🕊️🏳️‍🌈𐍈𝔘 Iran condemned the United States on Friday. 🚀🚀 Israel criticised Syria on Friday.",
    published: "2026-05-08",
    source: "🗞️",
    url: "https://example.org/astral",
  },
];
