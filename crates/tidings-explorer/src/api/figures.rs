//! Rows of figures as tables: flat, with columns.

use serde::{Deserialize, Serialize};
use tidings_records::{Column, Kind as ColumnKind, Record};

use crate::ask::{actors, codebook, facets, pair, places, timeline};
use crate::data::actors::Names;

/// What a field of an exported row is as a column.
trait Field {
    const KIND: ColumnKind;
    const NULLABLE: bool = false;
}

impl Field for String {
    const KIND: ColumnKind = ColumnKind::Text;
}
impl Field for u32 {
    const KIND: ColumnKind = ColumnKind::Integer;
}
impl Field for f64 {
    const KIND: ColumnKind = ColumnKind::Number;
}
impl Field for bool {
    const KIND: ColumnKind = ColumnKind::Flag;
}
impl Field for Vec<String> {
    const KIND: ColumnKind = ColumnKind::List(&ColumnKind::Text);
}
impl<F: Field> Field for Option<F> {
    const KIND: ColumnKind = F::KIND;
    const NULLABLE: bool = true;
}

/// Rows of a figure with their columns.
macro_rules! rows {
    ($name:ident($table:literal) { $($field:ident: $kind:ty,)* }) => {
        #[derive(Debug, Serialize, Deserialize)]
        pub struct $name { $($field: $kind,)* }

        impl Record for $name {
            const NAME: &'static str = $table;
            const COLUMNS: &'static [Column] = &[$(Column {
                name: stringify!($field),
                kind: <$kind as Field>::KIND,
                nullable: <$kind as Field>::NULLABLE,
            },)*];
        }
    };
}

rows! { TimelineOut("timeline") {
    start: String, end: String, key: String, events: u32, total: u32, score: f64, score_sum: f64,
} }

impl TimelineOut {
    pub fn all(timeline: &timeline::Timeline) -> Vec<TimelineOut> {
        let rows = timeline.buckets.iter().flat_map(|bucket| {
            timeline.keys.iter().zip(&bucket.counts).map(|(key, &events)| TimelineOut {
                start: bucket.start.to_string(),
                end: bucket.end.to_string(),
                key: key.clone(),
                events,
                total: bucket.total,
                score: bucket.score,
                score_sum: bucket.score_sum,
            })
        });
        rows.collect()
    }
}

rows! { PlaceOut("places") {
    key: String, name: String, country: Option<String>, latitude: Option<f64>, longitude: Option<f64>, precision: String,
    events: u32, quad_1: u32, quad_2: u32, quad_3: u32, quad_4: u32, score: f64,
} }

impl PlaceOut {
    pub fn of(row: places::PlaceRow) -> PlaceOut {
        let [quad_1, quad_2, quad_3, quad_4] = row.quads;
        PlaceOut {
            key: row.key,
            name: row.name,
            country: row.country,
            latitude: row.latitude,
            longitude: row.longitude,
            precision: row.precision,
            events: row.events,
            quad_1,
            quad_2,
            quad_3,
            quad_4,
            score: row.score,
        }
    }
}

rows! { ActorOut("actors") {
    key: String, label: String, events: u32, as_source: u32, as_target: u32, quad_1: u32, quad_2: u32, quad_3: u32,
    quad_4: u32, score: f64, first: Option<String>, last: Option<String>,
} }

impl ActorOut {
    pub fn of(row: actors::ActorCount) -> ActorOut {
        let [quad_1, quad_2, quad_3, quad_4] = row.quads;
        ActorOut {
            key: row.actor.key,
            label: row.actor.label,
            events: row.events,
            as_source: row.as_source,
            as_target: row.as_target,
            quad_1,
            quad_2,
            quad_3,
            quad_4,
            score: row.score,
            first: row.first.map(|day| day.to_string()),
            last: row.last.map(|day| day.to_string()),
        }
    }
}

rows! { PairOut("pairs") {
    source: String, source_label: String, target: String, target_label: String, events: u32, quad_1: u32, quad_2: u32,
    quad_3: u32, quad_4: u32, score: f64, first: Option<String>, last: Option<String>,
} }

impl PairOut {
    pub fn of(row: actors::PairCount) -> PairOut {
        let [quad_1, quad_2, quad_3, quad_4] = row.quads;
        PairOut {
            source: row.source.key,
            source_label: row.source.label,
            target: row.target.key,
            target_label: row.target.label,
            events: row.events,
            quad_1,
            quad_2,
            quad_3,
            quad_4,
            score: row.score,
            first: row.first.map(|day| day.to_string()),
            last: row.last.map(|day| day.to_string()),
        }
    }

    pub fn of_edge(edge: actors::Edge, names: &Names) -> PairOut {
        let [quad_1, quad_2, quad_3, quad_4] = edge.quads;
        PairOut {
            source_label: names.label(&edge.source),
            target_label: names.label(&edge.target),
            source: edge.source,
            target: edge.target,
            events: edge.events,
            quad_1,
            quad_2,
            quad_3,
            quad_4,
            score: edge.score,
            first: None,
            last: None,
        }
    }
}

rows! { CurveOut("pair") {
    source: String, target: String, start: String, end: String, events: u32, quad_1: u32, quad_2: u32, quad_3: u32,
    quad_4: u32, score: f64, score_sum: f64,
} }

impl CurveOut {
    pub fn of(row: pair::PairRow) -> CurveOut {
        let [quad_1, quad_2, quad_3, quad_4] = row.quads;
        CurveOut {
            source: row.source,
            target: row.target,
            start: row.start.to_string(),
            end: row.end.to_string(),
            events: row.events,
            quad_1,
            quad_2,
            quad_3,
            quad_4,
            score: row.score,
            score_sum: row.score_sum,
        }
    }
}

rows! { RuleOut("rules") {
    id: String, file: Option<String>, event_type: String, mode: Option<String>, cameo: Option<String>, contexts: Vec<String>,
    patterns: Vec<String>, events: u32, known: bool,
} }

impl RuleOut {
    pub fn of(row: codebook::RuleRow) -> RuleOut {
        RuleOut {
            id: row.id,
            file: row.file,
            event_type: row.event_type,
            mode: row.mode,
            cameo: row.cameo,
            contexts: row.contexts,
            patterns: row.patterns,
            events: row.events,
            known: row.known,
        }
    }
}

rows! { FacetOut("facets") {
    facet: String, value: String, label: String, count: u32,
} }

impl FacetOut {
    pub fn all(facets: facets::Facets) -> Vec<FacetOut> {
        let rows = facets.facets.into_iter().flat_map(|(facet, values)| {
            values.into_iter().map(move |value| FacetOut {
                facet: facet.clone(),
                value: value.value,
                label: value.label,
                count: value.count,
            })
        });
        rows.collect()
    }
}
