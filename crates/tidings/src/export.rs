//! Records in the columns of other data sets, so that programs written for those run unchanged.
//!
//! Those know pairs of actors: an event of several sides becomes a line for each pair, a symmetric one
//! (talks) for both directions. A side that is not known stays empty.

use std::collections::{BTreeSet, HashMap};

use tidings_records::{ActorRecord, DocumentRecord, Event, PlacePrecision, PlaceRecord, Status};

use crate::codebook::actors::is_stateless;
use crate::codebook::{Codebook, CodebookError, Files};

/// A data set whose columns are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// ICEWS: 20 columns with header, a line for each record.
    Icews,
    /// GDELT 2.0 events: 61 columns without header, a line for each event.
    Gdelt,
    /// Phoenix: 26 columns without header, a line for each event.
    Phoenix,
    /// POLECAT: 40 columns with header, a line for each record.
    Polecat,
}

impl Layout {
    /// Whether all reports of an event become one line.
    pub fn per_event(self) -> bool {
        matches!(self, Layout::Gdelt | Layout::Phoenix)
    }

    /// Names of the columns.
    pub fn columns(self) -> Vec<&'static str> {
        let text = match self {
            Layout::Icews => ICEWS,
            Layout::Gdelt => GDELT,
            Layout::Phoenix => PHOENIX,
            Layout::Polecat => POLECAT,
        };
        text.split(',').map(str::trim).collect()
    }

    fn has_header(self) -> bool {
        matches!(self, Layout::Icews | Layout::Polecat)
    }
}

const ICEWS: &str = "Event ID, Event Date, Source Name, Source Sectors, Source Country, Event Text, CAMEO Code, \
    Intensity, Target Name, Target Sectors, Target Country, Story ID, Sentence Number, Publisher, City, District, \
    Province, Country, Latitude, Longitude";

const GDELT: &str = "GLOBALEVENTID, SQLDATE, MonthYear, Year, FractionDate, Actor1Code, Actor1Name, \
    Actor1CountryCode, Actor1KnownGroupCode, Actor1EthnicCode, Actor1Religion1Code, Actor1Religion2Code, \
    Actor1Type1Code, Actor1Type2Code, Actor1Type3Code, Actor2Code, Actor2Name, Actor2CountryCode, \
    Actor2KnownGroupCode, Actor2EthnicCode, Actor2Religion1Code, Actor2Religion2Code, Actor2Type1Code, \
    Actor2Type2Code, Actor2Type3Code, IsRootEvent, EventCode, EventBaseCode, EventRootCode, QuadClass, \
    GoldsteinScale, NumMentions, NumSources, NumArticles, AvgTone, Actor1Geo_Type, Actor1Geo_FullName, \
    Actor1Geo_CountryCode, Actor1Geo_ADM1Code, Actor1Geo_ADM2Code, Actor1Geo_Lat, Actor1Geo_Long, \
    Actor1Geo_FeatureID, Actor2Geo_Type, Actor2Geo_FullName, Actor2Geo_CountryCode, Actor2Geo_ADM1Code, \
    Actor2Geo_ADM2Code, Actor2Geo_Lat, Actor2Geo_Long, Actor2Geo_FeatureID, ActionGeo_Type, ActionGeo_FullName, \
    ActionGeo_CountryCode, ActionGeo_ADM1Code, ActionGeo_ADM2Code, ActionGeo_Lat, ActionGeo_Long, \
    ActionGeo_FeatureID, DATEADDED, SOURCEURL";

const PHOENIX: &str = "EventID, Date, Year, Month, Day, SourceActorFull, SourceActorEntity, SourceActorRole, \
    SourceActorAttribute, TargetActorFull, TargetActorEntity, TargetActorRole, TargetActorAttribute, EventCode, \
    EventRootCode, QuadClass, GoldsteinScore, Issues, Lat, Lon, LocationName, StateName, CountryName, SentenceID, \
    URLs, NewsSources";

const POLECAT: &str = "Event ID, Event Date, Event Type, Event Mode, Intensity, Quad Code, Contexts, Actor Name, \
    Actor Country, Actor COW, Primary Actor Sector, Actor Sectors, Actor Title, Actor Name Raw, Wikipedia Actor ID, \
    Recipient Name, Recipient Country, Recipient COW, Primary Recipient Sector, Recipient Sectors, Recipient Title, \
    Recipient Name Raw, Wikipedia Recipient ID, Placename, City, District, Province, Country, Latitude, Longitude, \
    GeoNames ID, Raw Placename, Feature Type, Source, Publication Date, Story People, Story Organizations, \
    Story Locations, Language, Version";

/// PLOVER sector, its role in CAMEO (empty: the same), what ICEWS calls it.
const SECTORS: &[(&str, &str, &str)] = &[
    ("GOV", "", "Government"),
    ("LEG", "", "Legislative / Parliamentary"),
    ("JUD", "", "Judicial"),
    ("MIL", "", "Military"),
    ("COP", "", "Police"),
    ("SPY", "", "Intelligence"),
    ("REB", "", "Insurgents"),
    ("PRM", "UAF", "Paramilitary"),
    ("UAF", "", "Unidentified Forces"),
    ("PTY", "", "Parties"),
    ("OPP", "", "Opposition"),
    ("CVL", "", "General Population / Civilian / Social"),
    ("SOC", "CVL", "Social"),
    ("CRM", "", "Criminals / Gangs"),
    ("BUS", "", "Business"),
    ("LAB", "", "Labor"),
    ("JRN", "MED", "Media"),
    ("MED", "HLH", "Medical / Health"),
    ("EDU", "", "Education"),
    ("ELI", "", "Elite"),
    ("REF", "", "Refugees"),
    ("REL", "REL", "Religious"),
    ("AGR", "", "Agricultural"),
];

/// What an export needs to know of a document.
#[derive(Clone, Debug, Default)]
pub struct Story {
    pub source: Option<String>,
    pub url: Option<String>,
}

impl From<DocumentRecord> for Story {
    fn from(document: DocumentRecord) -> Story {
        Story { source: document.source, url: document.url }
    }
}

/// What all reports of an event add up to.
#[derive(Clone, Debug, Default)]
struct Told {
    sentences: Vec<String>,
    documents: BTreeSet<String>,
    outlets: BTreeSet<String>,
    urls: BTreeSet<String>,
}

/// Turns records into lines.
pub struct Exporter<'c> {
    layout: Layout,
    codebook: &'c Codebook,
    /// FIPS 10-4 and Correlates of War codes by ISO 3166-1 alpha-3.
    codes: HashMap<String, (String, String)>,
    stories: HashMap<String, Story>,
    told: HashMap<String, Told>,
    /// Whether to write what did not happen, too.
    all: bool,
}

type Side<'e> = Option<&'e ActorRecord>;

impl<'c> Exporter<'c> {
    /// # Errors
    /// If the codebook lacks `ontologies/countries.tsv` or a line of it is broken.
    pub fn new(layout: Layout, files: &Files, codebook: &'c Codebook, all: bool) -> Result<Self, CodebookError> {
        const FILE: &str = "ontologies/countries.tsv";
        let mut codes = HashMap::new();
        for (i, line) in files.require(FILE)?.lines().enumerate().skip(1) {
            let fields: Vec<&str> = line.split('\t').collect();
            let [country, fips, cow] = fields[..] else {
                return Err(CodebookError::at_line(FILE, i + 1, format!("3 fields expected, {} found", fields.len())));
            };
            codes.insert(country.to_owned(), (fips.to_owned(), cow.to_owned()));
        }
        Ok(Exporter { layout, codebook, codes, stories: HashMap::new(), told: HashMap::new(), all })
    }

    /// Tells of a document; without it, outlets and addresses stay empty.
    pub fn document(&mut self, id: String, story: Story) {
        self.stories.insert(id, story);
    }

    /// The first reading of the records, for layouts that have a line for each event.
    pub fn count(&mut self, event: &Event) {
        if !self.layout.per_event() || !self.wanted(event) {
            return;
        }
        let story = self.stories.get(&event.document);
        let told = self.told.entry(event.event.clone()).or_default();
        told.sentences.push(format!("{}_{}", event.document, event.sentence.index + 1));
        told.documents.insert(event.document.clone());
        told.outlets.extend(story.and_then(|s| s.source.clone()));
        told.urls.extend(story.and_then(|s| s.url.clone()));
    }

    pub fn header(&self) -> Option<String> {
        self.layout.has_header().then(|| self.layout.columns().join("\t"))
    }

    /// The lines of a record, without line ends; none if another report of the event stands for it.
    pub fn lines(&mut self, event: &Event) -> Vec<String> {
        if !self.wanted(event) {
            return Vec::new();
        }
        let told = if self.layout.per_event() {
            // The first report that happened stands for all.
            let Some(told) = self.told.remove(&event.event) else { return Vec::new() };
            told
        } else {
            Told::default()
        };
        let pairs = pairs(event);
        let lines = pairs.iter().enumerate().map(|(i, &(source, target))| {
            // 63 bits: some programs read the identifier as a signed number.
            let number = (u64::from_str_radix(&event.id, 16).unwrap_or_default() >> 1) + i as u64;
            let fields = match self.layout {
                Layout::Icews => self.icews(event, number, source, target),
                Layout::Gdelt => self.gdelt(event, number, source, target, &told),
                Layout::Phoenix => self.phoenix(event, number, source, target, &told),
                Layout::Polecat => self.polecat(event),
            };
            debug_assert_eq!(fields.len(), self.layout.columns().len());
            fields.iter().map(|f| f.replace(['\t', '\n', '\r'], " ")).collect::<Vec<_>>().join("\t")
        });
        // POLECAT lists all sides in one line.
        if self.layout == Layout::Polecat { lines.take(1).collect() } else { lines.collect() }
    }

    /// These data sets cannot say that something did not happen.
    fn wanted(&self, event: &Event) -> bool {
        self.all || matches!(event.status, Status::Actual | Status::Historical)
    }

    fn icews(&self, e: &Event, number: u64, source: Side<'_>, target: Side<'_>) -> Vec<String> {
        let entry = e.cameo.as_ref().and_then(|c| self.codebook.ontology.cameo.get(c));
        let sectors = |side: Side<'_>| {
            let sector = side.and_then(|a| a.sector.as_deref()).unwrap_or_default();
            SECTORS.iter().find(|(code, ..)| *code == sector).map_or(String::new(), |(.., name)| (*name).to_owned())
        };
        let country = |side: Side<'_>| side.map_or(String::new(), |a| self.country_name(&a.country));
        let (city, province, place_country) = self.place(e.place.as_ref());
        let (latitude, longitude) = coordinates(e.place.as_ref());
        vec![
            number.to_string(),
            day(e),
            name(source),
            sectors(source),
            country(source),
            entry.map_or_else(|| e.event_type.clone(), |c| c.name.clone()),
            e.cameo.clone().unwrap_or_default(),
            format!("{:.1}", self.goldstein(e)),
            name(target),
            sectors(target),
            country(target),
            e.document.clone(),
            (e.sentence.index + 1).to_string(),
            self.stories.get(&e.document).and_then(|s| s.source.clone()).unwrap_or_default(),
            city,
            String::new(),
            province,
            place_country,
            latitude,
            longitude,
        ]
    }

    fn gdelt(&self, e: &Event, number: u64, source: Side<'_>, target: Side<'_>, told: &Told) -> Vec<String> {
        let day = day(e).replace('-', "");
        let (year, month, of_month) = (&day[..day.len().min(4)], day.get(4..6), day.get(6..8));
        let part = |text: Option<&str>| text.and_then(|t| t.parse::<f64>().ok()).unwrap_or_default();
        let fraction = year.parse::<f64>().unwrap_or_default() + (part(month) * 30.0 + part(of_month)) / 365.0;
        let code = e.cameo.clone().unwrap_or_default();
        let root = code.get(..2).unwrap_or_default().to_owned();
        let mut fields = vec![
            number.to_string(),
            day.clone(),
            day.get(..6).unwrap_or_default().to_owned(),
            year.to_owned(),
            if day.is_empty() { String::new() } else { format!("{fraction:.4}") },
        ];
        for side in [source, target] {
            let (country, role) = side.map_or_else(Default::default, cameo_actor);
            let known = side.and_then(|a| a.name.as_deref()).filter(|_| country.is_empty());
            fields.push(format!("{country}{role}"));
            fields.push(name(side).to_uppercase());
            fields.push(country);
            fields.push(known.map_or_else(String::new, str::to_uppercase));
            fields.extend([const { String::new() }; 3]);
            fields.push(role);
            fields.extend([const { String::new() }; 2]);
        }
        fields.extend([
            u8::from(e.sentence.index == 0).to_string(),
            code.clone(),
            code.get(..3).unwrap_or(&code).to_owned(),
            root.clone(),
            match root.as_str() {
                "01" | "02" | "03" | "04" | "05" => "1",
                "06" | "07" | "08" => "2",
                "09" | "10" | "11" | "12" | "13" => "3",
                _ => "4",
            }
            .to_owned(),
            format!("{:.1}", self.goldstein(e)),
            told.sentences.len().to_string(),
            told.outlets.len().max(1).to_string(),
            told.documents.len().to_string(),
            String::new(),
        ]);
        for _ in 0..2 {
            fields.push("0".to_owned()); // where an actor is, is not told
            fields.extend([const { String::new() }; 7]);
        }
        let (latitude, longitude) = coordinates(e.place.as_ref());
        let place = e.place.as_ref();
        let iso = place.and_then(|p| p.country.as_deref()).unwrap_or_default();
        let fips = self.codes.get(iso).map(|(fips, _)| fips.clone()).unwrap_or_default();
        let kind = match place.map(|p| p.precision) {
            None => 0,
            Some(PlacePrecision::Country) => 1,
            Some(PlacePrecision::Region) => 2 + 3 * u8::from(iso != "USA"),
            Some(PlacePrecision::City) => 3 + u8::from(iso != "USA"),
        };
        let full = place.map_or_else(String::new, |p| match self.country_name(iso) {
            country if country.is_empty() || p.precision == PlacePrecision::Country => p.name.clone(),
            country => format!("{}, {country}", p.name),
        });
        let feature = if kind == 1 { fips.clone() } else { String::new() };
        let added = e.published.map_or_else(String::new, |d| d.to_string().replace('-', "") + "000000");
        let url = told.urls.first().cloned().unwrap_or_default();
        let code = fips.clone();
        fields.extend([kind.to_string(), full, fips, code, String::new(), latitude, longitude, feature, added, url]);
        fields
    }

    fn phoenix(&self, e: &Event, number: u64, source: Side<'_>, target: Side<'_>, told: &Told) -> Vec<String> {
        let day = day(e).replace('-', "");
        let part = |range: std::ops::Range<usize>| day.get(range).unwrap_or_default().to_owned();
        let code = e.cameo.clone().unwrap_or_default();
        let root = code.get(..2).unwrap_or_default().to_owned();
        let mut fields = vec![format!("{number:016x}"), day.clone(), part(0..4), part(4..6), part(6..8)];
        for side in [source, target] {
            let (country, role) = side.map_or_else(Default::default, cameo_actor);
            let entity = if country.is_empty() { role.clone() } else { country.clone() };
            let own_role = if country.is_empty() { String::new() } else { role.clone() };
            fields.extend([format!("{country}{role}"), entity, own_role, String::new()]);
        }
        let quad = match root.as_str() {
            "01" | "02" => "0",
            "03" | "04" | "05" => "1",
            "06" | "07" | "08" => "2",
            "09" | "10" | "11" | "12" | "13" | "16" => "3",
            _ => "4",
        };
        let (city, province, _) = self.place(e.place.as_ref());
        let (latitude, longitude) = coordinates(e.place.as_ref());
        let joined = |set: &BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>().join(";");
        fields.extend([
            code,
            root,
            quad.to_owned(),
            format!("{:.1}", self.goldstein(e)),
            String::new(),
            latitude,
            longitude,
            city,
            province,
            e.place.as_ref().and_then(|p| p.country.clone()).unwrap_or_default(),
            told.sentences.join(";"),
            joined(&told.urls),
            joined(&told.outlets),
        ]);
        fields
    }

    fn polecat(&self, e: &Event) -> Vec<String> {
        let list = |values: Vec<String>| {
            let values: Vec<String> = values.into_iter().filter(|v| !v.is_empty()).collect();
            values.join("; ")
        };
        let side = |actors: &[ActorRecord]| {
            let each = |value: &dyn Fn(&ActorRecord) -> String| list(actors.iter().map(value).collect());
            let mut sectors: Vec<String> = Vec::new();
            for sector in actors.iter().filter_map(|a| a.sector.clone()) {
                if !sectors.contains(&sector) {
                    sectors.push(sector);
                }
            }
            [
                each(&|a| name(Some(a))),
                each(&|a| a.country.clone()),
                each(&|a| self.codes.get(&a.country).map(|(_, cow)| cow.clone()).unwrap_or_default()),
                sectors.first().cloned().unwrap_or_default(),
                list(sectors),
                String::new(),
                each(&|a| a.text.clone()),
                String::new(),
            ]
        };
        let (city, province, country) = self.place(e.place.as_ref());
        let (latitude, longitude) = coordinates(e.place.as_ref());
        let quad = match e.quad {
            1 => "VERBAL COOPERATION",
            2 => "MATERIAL COOPERATION",
            3 => "VERBAL CONFLICT",
            _ => "MATERIAL CONFLICT",
        };
        let place = e.place.as_ref();
        let feature = place.map_or("", |p| match p.precision {
            PlacePrecision::City => "PPL",
            PlacePrecision::Region => "ADM1",
            PlacePrecision::Country => "PCLI",
        });
        let mut fields = vec![
            e.id.clone(),
            day(e),
            e.event_type.clone(),
            e.mode.clone().unwrap_or_default(),
            format!("{:.1}", e.score),
            quad.to_owned(),
            list(e.contexts.clone()),
        ];
        fields.extend(side(&e.source));
        fields.extend(side(&e.target));
        fields.extend([
            place.map_or_else(String::new, |p| p.name.clone()),
            city,
            String::new(),
            province,
            country,
            latitude,
            longitude,
            String::new(),
            place.map_or_else(String::new, |p| p.text.clone()),
            feature.to_owned(),
            self.stories.get(&e.document).and_then(|s| s.source.clone()).unwrap_or_default(),
            e.published.map_or_else(String::new, |d| d.to_string()),
            String::new(),
            String::new(),
            String::new(),
            "en".to_owned(),
            concat!("tidings ", env!("CARGO_PKG_VERSION")).to_owned(),
        ]);
        for field in fields.iter_mut().filter(|f| f.is_empty()) {
            "None".clone_into(field);
        }
        fields
    }

    fn goldstein(&self, event: &Event) -> f64 {
        let entry = event.cameo.as_ref().and_then(|code| self.codebook.ontology.cameo.get(code));
        entry.and_then(|e| e.goldstein).unwrap_or(event.score)
    }

    fn country_name(&self, code: &str) -> String {
        self.codebook.actors.country_name(code).unwrap_or_default().to_owned()
    }

    /// City, province, name of the country.
    fn place(&self, place: Option<&PlaceRecord>) -> (String, String, String) {
        let Some(place) = place else { return Default::default() };
        let named = |precision| if place.precision == precision { place.name.clone() } else { String::new() };
        let country = place.country.as_deref().map_or_else(String::new, |c| self.country_name(c));
        (named(PlacePrecision::City), named(PlacePrecision::Region), country)
    }
}

fn pairs(event: &Event) -> Vec<(Side<'_>, Side<'_>)> {
    let (source, target) = (&event.source, &event.target);
    if target.is_empty() && source.len() > 1 {
        let two = |a: usize, b: usize| (Some(&source[a]), Some(&source[b]));
        let all = (0..source.len()).flat_map(|a| (0..source.len()).map(move |b| (a, b)));
        return all.filter(|(a, b)| a != b).map(|(a, b)| two(a, b)).collect();
    }
    let sides = |actors: &'_ [ActorRecord]| -> Vec<Option<usize>> {
        if actors.is_empty() { vec![None] } else { (0..actors.len()).map(Some).collect() }
    };
    let targets = sides(target);
    let cross = sides(source).into_iter().flat_map(|s| targets.iter().map(move |&t| (s, t)));
    cross.map(|(s, t)| (s.map(|i| &source[i]), t.map(|i| &target[i]))).collect()
}

/// Country and role as CAMEO writes them.
fn cameo_actor(actor: &ActorRecord) -> (String, String) {
    let sector = actor.sector.as_deref().unwrap_or_default();
    let role = SECTORS
        .iter()
        .find(|(code, ..)| *code == sector)
        .map_or(sector, |(code, cameo, _)| if cameo.is_empty() { code } else { cameo });
    // CAMEO has those that belong to no state as types.
    if is_stateless(&actor.country) {
        let kind = if actor.country == "UNK" { role } else { &actor.country };
        return (String::new(), kind.to_owned());
    }
    // CAMEO keeps two codes that ISO has given up.
    let country = match actor.country.as_str() {
        "ROU" => "ROM",
        "TLS" => "TMP",
        other => other,
    };
    (country.to_owned(), role.to_owned())
}

fn name(side: Side<'_>) -> String {
    side.map_or_else(String::new, |a| a.name.clone().unwrap_or_else(|| a.text.clone()))
}

/// The first day of the event, else that of publication.
fn day(event: &Event) -> String {
    let value = event.date.value.as_deref().map(|v| v.split_once('/').map_or(v, |(from, _)| from));
    match value {
        Some(day) => format!("{day}{}", &"0000-01-01"[day.len().min(10)..]),
        None => event.published.map_or_else(String::new, |d| d.to_string()),
    }
}

fn coordinates(place: Option<&PlaceRecord>) -> (String, String) {
    let number = |value: Option<f64>| value.map_or_else(String::new, |v| v.to_string());
    (number(place.and_then(|p| p.latitude)), number(place.and_then(|p| p.longitude)))
}
