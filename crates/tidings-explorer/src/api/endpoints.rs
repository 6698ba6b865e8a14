//! Every question that can be asked: its path, its parameters, its answer.

use serde::Serialize;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::export::EXPORT;
use super::params::{Call, PAGE, Param};
use super::problem::{Answer, Problem};
use crate::Explorer;
use crate::ask::{
    actor, actors, claim_rules, codebook, dataset, document, facets, filter::FILTER, lists, pair, places, search,
    spoken, timeline,
};

type Run = Box<dyn Fn(&Explorer, &Call) -> Answer<Vec<u8>> + Send + Sync>;

/// What is sent back.
pub enum Reply {
    /// JSON of this schema.
    Json { schema: Box<RefOr<Schema>>, run: Run },
    /// A file, in pieces.
    Export,
    /// The description of all this.
    OpenApi,
}

pub struct Endpoint {
    /// Below `/api/v1`, with `{names}` for what varies.
    pub path: &'static str,
    /// What it is called in the OpenAPI document.
    pub id: &'static str,
    pub about: &'static str,
    pub params: Vec<&'static [Param]>,
    pub reply: Reply,
}

/// Schemas that answers refer to, by name.
pub type Schemas = Vec<(String, RefOr<Schema>)>;

/// All endpoints, and the schemas of their answers.
pub fn endpoints() -> (Vec<Endpoint>, Schemas) {
    let mut list = List::default();
    list.add("/dataset", "dataset", "What is explored", &[], dataset::dataset);
    list.add("/countries", "countries", "Codes and names of countries", &[], dataset::countries);
    list.add("/timeline", "timeline", "Counts over time", &[FILTER, timeline::STACK], timeline::timeline);
    list.add("/places", "places", "Where events took place", &[FILTER, places::PLACES, places::ROWS], places::places);
    list.add("/actors", "actors", "Actors by their events", &[FILTER, actors::ACTORS, PAGE], actors::actors);
    list.add(
        "/actors/{key}",
        "actor",
        "One actor, or a country with all its actors",
        &[FILTER, actors::LEVELS, actor::ACTOR],
        actor::actor,
    );
    list.add("/pairs", "pairs", "Pairs of actors by their events", &[FILTER, actors::PAIRS, PAGE], actors::pairs);
    list.add("/pairs/{a}/{b}", "pair", "What passes between two actors", &[FILTER, pair::PAIR], pair::pair);
    list.add("/network", "network", "Actors and their ties", &[FILTER, actors::NETWORK], actors::network);
    list.add(
        "/facets",
        "facets",
        "Counts beside each choice of the filter",
        &[FILTER, actors::LEVELS, facets::FACETS],
        facets::facets,
    );
    list.add_list("/events", "events", "Event records", &[FILTER, lists::EVENTS, PAGE], lists::events);
    list.add("/events/{id}", "event", "An event record, and the others of its event", &[], lists::event);
    list.add("/search", "search", "Sentences", &[FILTER, search::SEARCH, PAGE], search::search);
    list.add_list("/documents", "documents", "Documents", &[FILTER, lists::DOCUMENTS, PAGE], lists::documents);
    list.add("/documents/{id}", "document", "A document with everything in it", &[], document::document);
    list.add(
        "/documents/{id}/tree",
        "tree",
        "The tree of a sentence, parsed when asked",
        &[document::TREE],
        document::tree,
    );
    let spoken_of = [spoken::STATEMENTS, spoken::SORT, PAGE];
    list.add_list("/statements", "statements", "Who said what", &spoken_of, spoken::statements);
    let counted = [spoken::STATEMENTS, actors::LEVELS, spoken::COUNTS];
    list.add("/statements/facets", "statement_facets", "Counts of statements", &counted, spoken::statement_counts);
    let claimed = [spoken::CLAIMS, spoken::SORT, PAGE];
    list.add_list("/claims", "claims", "Standing facts that reports state", &claimed, spoken::claims);
    let counted = [spoken::CLAIMS, actors::LEVELS, spoken::COUNTS];
    list.add("/claims/facets", "claim_facets", "Counts of claims", &counted, spoken::claim_counts);
    list.add_list("/issues", "issues", "What could not be read or coded", &[PAGE], spoken::issues);
    list.add("/codebook", "codebook", "Types, modes, contexts, sectors and codes", &[FILTER], codebook::codebook);
    list.add_list("/codebook/rules", "rules", "Rules", &[FILTER, codebook::RULES, PAGE], codebook::rules);
    list.add("/codebook/rules/{file}/{name}", "rule", "One rule", &[FILTER], codebook::rule);
    let made = [spoken::CLAIMS, claim_rules::RULES, PAGE];
    list.add_list("/codebook/claims", "claim_rules", "Rules about standing facts", &made, claim_rules::rules);
    list.special("/export/{table}", "export", "A table to take away", &[EXPORT], Reply::Export);
    list.special("/openapi.json", "openapi", "This description", &[], Reply::OpenApi);
    list.schemas.push((Problem::name().into_owned(), Problem::schema()));
    (list.endpoints, list.schemas)
}

#[derive(Default)]
struct List {
    endpoints: Vec<Endpoint>,
    schemas: Schemas,
}

impl List {
    fn add<T: Serialize + ToSchema + 'static>(
        &mut self,
        path: &'static str,
        id: &'static str,
        about: &'static str,
        params: &[&'static [Param]],
        ask: fn(&Explorer, &Call) -> Answer<T>,
    ) {
        T::schemas(&mut self.schemas);
        self.schemas.push((T::name().into_owned(), T::schema()));
        let run = move |explorer: &Explorer, call: &Call| {
            let answer = ask(explorer, call)?;
            serde_json::to_vec(&answer)
                .map_err(|error| Problem::new(500, format!("an answer that is no JSON: {error}")))
        };
        self.special(path, id, about, params, Reply::Json { schema: Box::new(T::schema()), run: Box::new(run) });
    }

    /// A list: the schema of its rows stands for itself.
    fn add_list<R: Serialize + ToSchema + 'static>(
        &mut self,
        path: &'static str,
        id: &'static str,
        about: &'static str,
        params: &[&'static [Param]],
        ask: fn(&Explorer, &Call) -> Answer<lists::List<R>>,
    ) {
        R::schemas(&mut self.schemas);
        self.schemas.push((R::name().into_owned(), R::schema()));
        self.add(path, id, about, params, ask);
    }

    fn special(
        &mut self,
        path: &'static str,
        id: &'static str,
        about: &'static str,
        params: &[&'static [Param]],
        reply: Reply,
    ) {
        self.endpoints.push(Endpoint { path, id, about, params: params.to_vec(), reply });
    }
}
