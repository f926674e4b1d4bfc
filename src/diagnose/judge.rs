//! Decides what the events of a text mean together.

use std::collections::BTreeMap;

use super::direction::Sign;
use super::scan::{Event, Kind};
use crate::knowledge::{Direction, Failure, table};

/// Events that are weighed together at most; a longer output of one command is taken in parts.
const MOST_EVENTS: usize = 20_000;
/// How far, in lines, a failure with a name of its own explains an HTTP status.
const NEAR: u64 = 30;
/// How far, in lines, the parts of one message stand apart, whatever way each of them seems to go.
const SAME_MESSAGE: u64 = 3;
/// Failures that pass by themselves when a command tries again.
const TRANSIENT: [&str; 3] = [
    "directory-concurrency-violation",
    "too-many-requests",
    "iis-503",
];

/// One failure in one direction, all places taken together.
#[derive(Debug, Clone)]
pub struct Finding {
    /// First line that shows it.
    pub line: u64,
    /// That line.
    pub text: String,
    /// How often it was seen.
    pub count: u64,
    /// Last line that shows it.
    pub last_line: u64,
    /// Overcome every time.
    pub recovered: bool,
}

/// Findings by place in the table and direction.
pub type Findings = BTreeMap<(usize, Direction), Finding>;

/// Takes events in the order of the text.
#[derive(Debug, Default)]
pub struct Judge {
    block: Vec<Event>,
    findings: Findings,
    /// Tests that passed.
    successes: u64,
}

impl Judge {
    /// Takes the next event.
    pub fn take(&mut self, event: Event) {
        let new_command = matches!(event.kind, Kind::Sign(Sign::NewCommand));
        if new_command || self.block.len() >= MOST_EVENTS {
            self.close();
        }
        if !new_command {
            self.block.push(event);
        }
    }

    /// Ends the text.
    #[must_use]
    pub fn finish(mut self) -> (Findings, u64) {
        self.close();
        (self.findings, self.successes)
    }

    fn close(&mut self) {
        let block = std::mem::take(&mut self.block);
        let harmless = harmless(&block);
        let success = |event: &&Event| matches!(event.kind, Kind::Sign(Sign::Success));
        self.successes += block.iter().filter(success).count() as u64;
        let directions = Directions::of(&block);
        let of_failures = |weak: bool| -> Vec<(u64, Direction)> {
            let events = block
                .iter()
                .zip(&harmless)
                .filter(|(_, harmless)| !**harmless);
            events
                .filter_map(|(event, _)| match &event.kind {
                    Kind::Failure(index, _) if table().failures[*index].weak == weak => {
                        Some((event.line, directions.name(event, *index)))
                    }
                    _ => None,
                })
                .collect()
        };
        // A failure with a cause explains how a call ended; both explain a bare status.
        let named = of_failures(false);
        let ended: Vec<(u64, Direction)> = named.iter().copied().chain(of_failures(true)).collect();
        let recovered_at = block
            .iter()
            .rposition(|e| matches!(e.kind, Kind::Sign(Sign::Recovered)));
        let ended_well = block
            .iter()
            .any(|e| matches!(e.kind, Kind::Sign(Sign::EndedWell)));
        for (position, event) in block.iter().enumerate().filter(|(at, _)| !harmless[*at]) {
            let (index, direction, text) = match &event.kind {
                Kind::Failure(index, text) => {
                    let weak = table().failures[*index].weak;
                    if weak && explained(event.line, directions.at(event), &named) {
                        continue;
                    }
                    (*index, directions.name(event, *index), text)
                }
                Kind::Http(code, text) => {
                    let said = directions.at(event);
                    let Some((index, direction)) = generic(*code, said) else {
                        continue;
                    };
                    if explained(event.line, said, &ended) {
                        continue;
                    }
                    (index, direction, text)
                }
                Kind::Sign(_) => continue,
            };
            let id = table().failures[index].id.as_str();
            let overcome = ended_well || recovered_at.is_some_and(|at| at > position);
            let recovered = overcome && TRANSIENT.contains(&id);
            self.note(index, direction, event.line, text, recovered);
        }
    }

    fn note(&mut self, index: usize, direction: Direction, line: u64, text: &str, recovered: bool) {
        let finding = self
            .findings
            .entry((index, direction))
            .or_insert_with(|| Finding {
                line,
                text: text.to_owned(),
                count: 0,
                last_line: 0,
                recovered: true,
            });
        // One line that shows a failure by two patterns shows it once.
        if finding.last_line != line {
            finding.count += 1;
        }
        finding.last_line = line;
        finding.recovered &= recovered;
    }
}

/// For each event whether it stands in the detail of a test that succeeded.
fn harmless(block: &[Event]) -> Vec<bool> {
    let mut harmless = vec![false; block.len()];
    let sign = |event: &Event| match event.kind {
        Kind::Sign(sign) => Some(sign),
        _ => None,
    };
    let is_result = |event: &Event| matches!(sign(event), Some(Sign::Success | Sign::NoSuccess));
    let is_detail = |event: &Event| sign(event) == Some(Sign::Detail);
    for (at, event) in block.iter().enumerate() {
        if sign(event) != Some(Sign::Success) {
            continue;
        }
        let from = block[..at]
            .iter()
            .rposition(is_result)
            .map_or(0, |before| before + 1);
        if let Some(detail) = block[from..at].iter().rposition(is_detail) {
            harmless[from + detail..at].fill(true);
            continue;
        }
        // The result may stand before its detail, unless that detail has a result of its own behind it.
        let end = |from: usize| {
            let next = block[from..].iter().position(is_result);
            next.map_or(block.len(), |next| from + next)
        };
        let to = end(at + 1);
        let result_first = to == block.len() || block[to + 1..end(to + 1)].iter().any(is_detail);
        let detail = block[at..to].iter().position(is_detail);
        if let Some(detail) = detail.filter(|_| result_first) {
            harmless[at + detail..to].fill(true);
        }
    }
    harmless
}

/// A failure near by that has a name of its own is the reason for a bare HTTP status.
fn explained(line: u64, direction: Direction, named: &[(u64, Direction)]) -> bool {
    named.iter().any(|(near, way)| {
        let same_way =
            *way == direction || *way == Direction::Unknown || direction == Direction::Unknown;
        near.abs_diff(line) <= if same_way { NEAR } else { SAME_MESSAGE }
    })
}

/// The failure a bare HTTP status stands for; what only Graph answers needs to be known as Graph's.
fn generic(code: u16, direction: Direction) -> Option<(usize, Direction)> {
    let rows = || {
        table()
            .failures
            .iter()
            .enumerate()
            .filter(|(_, row)| row.http.contains(&code))
    };
    let only_graph = |row: &Failure| row.directions == [Direction::Graph];
    let fits = |(_, row): &(usize, &Failure)| {
        row.fits(direction) && (direction != Direction::Unknown || !only_graph(row))
    };
    if let Some((index, row)) = rows().find(fits) {
        let way = if direction == Direction::Unknown {
            row.direction
        } else {
            direction
        };
        return Some((index, way));
    }
    rows()
        .find(|(_, row)| !only_graph(row))
        .map(|(index, row)| (index, row.direction))
}

/// Where the text says which way the calls of a block went.
struct Directions {
    strong: Vec<(u64, Direction)>,
    weak: Vec<(u64, Direction)>,
}

impl Directions {
    fn of(block: &[Event]) -> Self {
        let mut directions = Self {
            strong: Vec::new(),
            weak: Vec::new(),
        };
        let mut silent = None;
        for event in block {
            match event.kind {
                Kind::Sign(Sign::Strong(way)) => directions.strong.push((event.place, way)),
                Kind::Sign(Sign::Weak(Direction::Unknown)) => silent = Some(event.place),
                Kind::Sign(Sign::Weak(way)) if silent != Some(event.place) => {
                    directions.weak.push((event.place, way));
                }
                _ => {}
            }
        }
        directions
    }

    fn at(&self, event: &Event) -> Direction {
        nearest(&self.strong, event.place)
            .or_else(|| nearest(&self.weak, event.place))
            .unwrap_or(Direction::Unknown)
    }

    /// The direction of a failure that has a name: what the text says, if it can be.
    fn name(&self, event: &Event, index: usize) -> Direction {
        let row = &table().failures[index];
        let said = self.at(event);
        if said == Direction::Unknown || !row.fits(said) {
            row.direction
        } else {
            said
        }
    }
}

/// The last one before the place, else the first one behind it. At the same place the first one counts.
fn nearest(ways: &[(u64, Direction)], place: u64) -> Option<Direction> {
    let behind = ways.partition_point(|(at, _)| *at <= place);
    let before = behind.checked_sub(1).map(|last| {
        let (at, _) = ways[last];
        ways.partition_point(|(other, _)| *other < at)
    });
    before
        .or((behind < ways.len()).then_some(behind))
        .map(|index| ways[index].1)
}
