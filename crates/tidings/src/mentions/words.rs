//! Closed word classes that mention detection needs: function words, body nouns, titles.
//!
//! Everything that names an actor lives in the codebook; here stand only words of the language.

use super::entity::Group;
use crate::codebook::actors::Gender;

/// Prepositions that make what follows a place.
pub const LOCATIVE: &[&str] =
    &["in", "at", "near", "outside", "across", "inside", "around", "throughout", "within", "off", "into", "across"];

/// Prepositions that tie a noun to its country: "president of", "officials from", "protesters in".
pub const TYING: &[&str] = &["of", "from", "in", "at", "near", "across", "outside", "inside", "to", "throughout"];

/// Words after a hyphen that leave the country before it responsible: "US-led forces".
pub const RESPONSIBLE_PARTICIPLES: &[&str] =
    &["based", "led", "born", "run", "owned", "controlled", "registered", "flagged", "speaking"];

/// What makes an office a past one.
pub const FORMER: &[&str] =
    &["former", "ex", "ex-", "then", "ousted", "deposed", "late", "retired", "onetime", "erstwhile"];

/// Verbs of saying whose subject speaks the words in quotation marks.
pub const SAYING: &[&str] = &[
    "add", "admit", "announce", "argue", "claim", "comment", "conclude", "continue", "declare", "explain", "insist",
    "note", "recall", "reply", "say", "state", "stress", "tell", "tweet", "urge", "warn", "write",
];

/// Verbs whose numeral subject or object counts people: "killing 12", "three were arrested".
pub const HARMING: &[&str] = &[
    "abduct",
    "arrest",
    "behead",
    "charge",
    "convict",
    "detain",
    "die",
    "evacuate",
    "execute",
    "free",
    "hang",
    "hospitalise",
    "hospitalize",
    "hurt",
    "injure",
    "jail",
    "kidnap",
    "kill",
    "massacre",
    "murder",
    "rescue",
    "sentence",
    "shoot",
    "slay",
    "stab",
    "trap",
    "wound",
];

/// Plain nouns for people who are nobody's officials.
pub const PEOPLE: &[&str] = &[
    "adult",
    "baby",
    "boy",
    "bystander",
    "casualty",
    "child",
    "citizen",
    "civilian",
    "crowd",
    "farmer",
    "father",
    "girl",
    "guest",
    "household",
    "individual",
    "inhabitant",
    "local",
    "man",
    "mother",
    "national",
    "other",
    "passenger",
    "passer-by",
    "pedestrian",
    "people",
    "person",
    "resident",
    "shopper",
    "son",
    "daughter",
    "wife",
    "husband",
    "brother",
    "sister",
    "teenager",
    "tourist",
    "traveller",
    "traveler",
    "victim",
    "villager",
    "visitor",
    "voter",
    "woman",
    "worker",
    "worshipper",
    "youth",
    "family",
    "fisherman",
    "taxpayer",
    "user",
    "driver",
    "miner",
];

/// Nouns for a state as such.
pub const STATE_NOUNS: &[&str] = &["country", "nation", "state", "kingdom", "republic", "neighbour", "neighbor"];

/// Nouns that name either side of a pair already mentioned.
pub const SIDE_NOUNS: &[&str] = &["side", "party", "one", "ally", "rival", "foe", "neighbour", "neighbor"];

/// What kind of body a definite noun may stand for: "the group", "the company".
pub fn group_of(noun: &str) -> Option<Group> {
    Some(match noun {
        "group" | "movement" | "faction" | "militia" | "militant" | "network" | "insurgency" => Group::Armed,
        "organisation" | "organization" | "body" | "agency" | "alliance" | "bloc" | "union" | "association"
        | "charity" | "watchdog" | "coalition" | "institution" => Group::Any,
        "party" => Group::Party,
        "company" | "firm" | "airline" | "giant" | "carmaker" | "manufacturer" | "corporation" | "retailer"
        | "bank" | "maker" | "carrier" | "operator" | "conglomerate" => Group::Company,
        "court" | "tribunal" => Group::Court,
        "newspaper" | "broadcaster" | "magazine" | "outlet" | "channel" => Group::Media,
        _ => return None,
    })
}

/// Nouns whose singular names a body and not a person.
pub const BODY_NOUNS: &[&str] = &[
    "administration",
    "agency",
    "airline",
    "alliance",
    "army",
    "assembly",
    "association",
    "authority",
    "bank",
    "bloc",
    "board",
    "body",
    "broadcaster",
    "cabinet",
    "cartel",
    "channel",
    "charity",
    "chamber",
    "church",
    "coalition",
    "college",
    "commission",
    "committee",
    "company",
    "congress",
    "consulate",
    "corporation",
    "council",
    "country",
    "court",
    "department",
    "directorate",
    "embassy",
    "establishment",
    "executive",
    "faction",
    "family",
    "federation",
    "firm",
    "force",
    "foundation",
    "front",
    "gang",
    "giant",
    "government",
    "group",
    "guard",
    "house",
    "institute",
    "institution",
    "jury",
    "junta",
    "kingdom",
    "leadership",
    "legislature",
    "magazine",
    "media",
    "military",
    "militia",
    "ministry",
    "mission",
    "mob",
    "movement",
    "nation",
    "navy",
    "network",
    "newspaper",
    "office",
    "opposition",
    "organisation",
    "organization",
    "outlet",
    "panel",
    "parliament",
    "party",
    "police",
    "press",
    "prosecution",
    "public",
    "regime",
    "republic",
    "school",
    "security",
    "senate",
    "service",
    "squad",
    "state",
    "syndicate",
    "team",
    "treasury",
    "tribunal",
    "troupe",
    "union",
    "unit",
    "university",
    "watchdog",
    "wing",
];

/// Nouns that only say that somebody belongs: the body that stands before them gives the sector.
pub const MEMBER_NOUNS: &[&str] = &[
    "activist",
    "aide",
    "chief",
    "commander",
    "deputy",
    "fighter",
    "figure",
    "follower",
    "founder",
    "guerrilla",
    "gunman",
    "head",
    "insurgent",
    "leader",
    "leadership",
    "member",
    "militant",
    "negotiator",
    "official",
    "operative",
    "rebel",
    "representative",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "supporter",
    "chairman",
    "candidate",
    "politician",
    "delegate",
    "delegation",
    "boss",
    "envoy",
    "forces",
    "source",
    "cell",
    "suspect",
];

/// Sector of an organisation by the noun in its own name.
pub fn sector_of_name(word: &str) -> Option<&'static str> {
    Some(match word {
        "Party" | "Democrats" | "Republicans" | "Conservatives" | "Labour" | "Socialists" | "Greens" => "PTY",
        "Ministry" | "Government" | "Department" | "Agency" | "Commission" | "Administration" | "Office"
        | "Authority" | "Bureau" | "Embassy" | "Consulate" | "Cabinet" | "Treasury" | "Secretariat" | "Ministries"
        | "Presidency" | "Directorate" => "GOV",
        "Parliament" | "Congress" | "Senate" | "Assembly" | "Legislature" | "Knesset" | "Duma" | "Bundestag"
        | "Chamber" | "Diet" => "LEG",
        "Court" | "Courts" | "Tribunal" | "Prosecutor" | "Attorney" | "Judiciary" => "JUD",
        "Army" | "Navy" | "Force" | "Forces" | "Corps" | "Guard" | "Guards" | "Marines" | "Brigade" | "Battalion"
        | "Regiment" | "Military" | "Pentagon" => "MIL",
        "Police" | "Constabulary" | "Gendarmerie" | "Sheriff" => "COP",
        "Intelligence" => "SPY",
        "Front" | "Brigades" | "Rebels" | "Militia" | "Mujahideen" | "Jihad" | "Tigers" | "Guerrillas" => "REB",
        "Cartel" | "Gang" | "Mafia" => "CRM",
        "Inc" | "Inc." | "Corp" | "Corp." | "Co." | "Corporation" | "Company" | "Ltd" | "Ltd." | "Limited" | "plc"
        | "PLC" | "Airlines" | "Airways" | "Air" | "Bank" | "Group" | "Holdings" | "Motors" | "Electronics"
        | "Industries" | "Energy" | "Oil" | "Gas" | "Petroleum" | "Telecom" | "Technologies" | "Pharmaceuticals"
        | "Stores" | "Brothers" | "Entertainment" | "Studios" | "AG" | "SA" | "GmbH" => "BUS",
        "Times" | "Post" | "News" | "Journal" | "Herald" | "Tribune" | "Telegraph" | "Guardian" | "Gazette"
        | "Television" | "TV" | "Radio" | "Broadcasting" | "Press" | "Daily" | "Reuters" | "Magazine" | "Newspaper" => {
            "JRN"
        }
        "University" | "College" | "School" | "Academy" | "Institute" => "EDU",
        "Hospital" | "Clinic" | "Infirmary" => "MED",
        "Church" | "Diocese" | "Archdiocese" | "Mosque" | "Vatican" | "Synod" | "Brotherhood" => "REL",
        "Union" | "Unions" | "Workers" => "LAB",
        "Association" | "Foundation" | "Society" | "Federation" | "Council" | "Committee" | "Organisation"
        | "Organization" | "League" | "Trust" | "Centre" | "Center" | "Network" | "Coalition" | "Club" | "Campaign" => {
            "SOC"
        }
        _ => return None,
    })
}

/// Titles that say no more than the sex of a person, in lower case without a stop.
pub fn title_gender(title: &str) -> Option<Gender> {
    Some(match title {
        "mr" | "sir" | "king" | "prince" | "lord" | "father" | "baron" | "duke" | "emperor" | "sheikh" | "sultan"
        | "emir" | "pope" | "imam" | "ayatollah" | "brother" | "monsignor" => Gender::Male,
        "mrs" | "ms" | "miss" | "queen" | "princess" | "lady" | "dame" | "baroness" | "duchess" | "empress"
        | "sister" | "mother" => Gender::Female,
        _ => return None,
    })
}

/// Nouns for persons that tell their sex.
pub fn noun_gender(noun: &str) -> Option<Gender> {
    if let Some(gender) = title_gender(noun) {
        return Some(gender);
    }
    Some(match noun {
        "man" | "boy" | "husband" | "son" | "brother" | "uncle" | "widower" | "grandfather" | "gunman" | "nephew" => {
            Gender::Male
        }
        "woman" | "girl" | "wife" | "daughter" | "sister" | "aunt" | "widow" | "grandmother" | "actress" | "niece"
        | "nun" | "heiress" => Gender::Female,
        _ if noun.ends_with("woman") => Gender::Female,
        _ if noun.ends_with("sman") => Gender::Male,
        _ => return None,
    })
}

/// Words that may stand before a person's name without being an office.
pub fn is_courtesy_title(form: &str) -> bool {
    matches!(
        form.trim_end_matches('.').to_ascii_lowercase().as_str(),
        "mr" | "mrs" | "ms" | "miss" | "dr" | "sir" | "lord" | "lady" | "dame" | "prof" | "madame" | "st"
    )
}

/// Month and weekday names, which also are surnames and first names.
pub fn is_calendar_word(form: &str) -> bool {
    matches!(
        form,
        "January"
            | "February"
            | "March"
            | "April"
            | "May"
            | "June"
            | "July"
            | "August"
            | "September"
            | "October"
            | "November"
            | "December"
            | "Monday"
            | "Tuesday"
            | "Wednesday"
            | "Thursday"
            | "Friday"
            | "Saturday"
            | "Sunday"
    )
}
