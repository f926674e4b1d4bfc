//! The words of change requests in each language.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

use super::{Fact, shown, visible};
use crate::lang::{self, Lang};
use crate::step::{Context, Step};
use crate::steps;

/// The words of one language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// By key; texts hold `{values}`.
    pub messages: BTreeMap<String, String>,
    /// By the English sentence; empty in English.
    #[serde(default)]
    pub sentences: BTreeMap<String, String>,
    #[serde(skip)]
    shells: BTreeMap<&'static str, &'static str>,
}

static EN: LazyLock<Words> = LazyLock::new(|| {
    read(
        Lang::En,
        include_str!("../../templates/lang/change-en.json"),
    )
});

static KO: LazyLock<Words> = LazyLock::new(|| {
    read(
        Lang::Ko,
        include_str!("../../templates/lang/change-ko.json"),
    )
});

fn read(lang: Lang, text: &str) -> Words {
    let mut words: Words =
        serde_json::from_str(text).expect("the messages are compiled in and tested");
    if lang == Lang::En {
        return words;
    }
    for step in steps::all() {
        words.say(lang, step);
    }
    let own = lang::Words::of(lang);
    for english in own.roles.keys() {
        let name = own.role_in_full(english);
        words.sentences.insert(english.clone(), name);
    }
    let shells = Context::ALL.map(|context| (context.shell(), own.shell(context)));
    words.shells = shells.into();
    words
}

impl Words {
    /// Those of a language.
    #[must_use]
    pub fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Ko => &KO,
        }
    }

    /// What a step says of itself is translated with the step.
    fn say(&mut self, lang: Lang, step: &Step) {
        let own = lang::Words::of(lang).step(step);
        for (english, other) in [
            (&step.title, own.title),
            (&step.undo, own.undo),
            (&step.acts, own.acts),
            (&step.risk.reason, own.risk),
        ] {
            // Of a step with code the risk stands among the sentences.
            if !other.is_empty() {
                let sentences = &mut self.sentences;
                sentences
                    .entry(english.to_string())
                    .or_insert_with(|| other.into_owned());
            }
        }
    }

    /// The same words with those of own steps.
    #[must_use]
    pub fn with<'a>(
        &'static self,
        lang: Lang,
        own: impl Iterator<Item = &'a Step>,
    ) -> Cow<'static, Self> {
        let mut words = Cow::Borrowed(self);
        if lang != Lang::En {
            own.for_each(|step| words.to_mut().say(lang, step));
        }
        words
    }

    /// A message.
    ///
    /// # Panics
    /// When there is none of that key, which tests of every format would show.
    #[must_use]
    pub fn message(&self, key: &str) -> &str {
        let found = self.messages.get(key);
        found.unwrap_or_else(|| panic!("no message {key}"))
    }

    /// A message with its values; what stands in them is not looked at again.
    #[must_use]
    pub fn filled(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut out = String::new();
        let mut rest = self.message(key);
        while let Some((before, after)) = rest.split_once('{') {
            let (name, tail) = after.split_once('}').expect("a name in braces");
            let value = values.iter().find(|(key, _)| *key == name);
            out.push_str(before);
            out.push_str(value.map_or("", |(_, value)| value));
            rest = tail;
        }
        out + rest
    }

    /// `1 file`, `2 files`: a key for one and a key for others.
    #[must_use]
    pub fn count(&self, number: usize, one: &str, others: &str) -> String {
        match number {
            1 => self.message(one).to_owned(),
            _ => self.filled(others, &[("count", &number.to_string())]),
        }
    }

    /// A sentence; in English where it has no other.
    #[must_use]
    pub fn sentence<'a>(&'a self, english: &'a str) -> &'a str {
        let found = self.sentences.get(english).map(String::as_str);
        found
            .or_else(|| self.shells.get(english).copied())
            .unwrap_or(english)
    }

    /// A value for people.
    #[must_use]
    pub fn value(&self, value: &Value) -> String {
        match shown(value).as_str() {
            "(none)" => self.message("none").to_owned(),
            "(empty)" => self.message("empty").to_owned(),
            shown => shown.to_owned(),
        }
    }

    /// The sentences of a fact; a colon behind them where data follows.
    #[must_use]
    pub fn fact(&self, fact: &Fact) -> String {
        let sentences = fact.sentences.iter().map(|one| self.sentence(one));
        let mut text = sentences.collect::<Vec<_>>().join(" ");
        if let Some(lead) = &fact.lead {
            text = format!("{}: {text}", visible(lead));
        }
        if !fact.items.is_empty() && !text.ends_with('.') {
            text.push(':');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Words;
    use crate::change::{risk, sentences};
    use crate::lang::Lang;
    use crate::steps;

    #[test]
    fn every_language_has_the_messages_of_english() {
        let english = Words::of(Lang::En);
        for lang in Lang::ALL {
            let words = Words::of(lang);
            let keys = |words: &Words| words.messages.keys().cloned().collect::<Vec<_>>();
            assert_eq!(keys(words), keys(english), "{lang:?}");
            for (key, text) in &words.messages {
                let values = |text: &str| -> BTreeSet<String> {
                    let parts = text.split('{').skip(1);
                    parts
                        .filter_map(|part| Some(part.split_once('}')?.0.to_owned()))
                        .collect()
                };
                assert!(!text.trim().is_empty(), "{lang:?} {key}");
                let expected = values(&english.messages[key]);
                assert_eq!(values(text), expected, "{lang:?} {key}");
            }
        }
    }

    #[test]
    fn every_sentence_is_translated() {
        let risks = risk::reasons();
        let own: BTreeSet<&str> = sentences::ALL.iter().copied().chain(risks).collect();
        let of_steps: BTreeSet<&str> = steps::all()
            .flat_map(|step| {
                let said = [&step.title, &step.undo, &step.acts, &step.risk.reason];
                said.into_iter().chain(&step.roles)
            })
            .map(AsRef::as_ref)
            .collect();
        for lang in Lang::ALL.into_iter().filter(|lang| *lang != Lang::En) {
            let there: BTreeSet<&str> = Words::of(lang)
                .sentences
                .keys()
                .map(String::as_str)
                .collect();
            let missing: Vec<_> = own.difference(&there).collect();
            assert!(missing.is_empty(), "{lang:?} lacks {missing:#?}");
            let stale: Vec<_> = there
                .iter()
                .filter(|text| !own.contains(**text) && !of_steps.contains(**text))
                .collect();
            assert!(
                stale.is_empty(),
                "{lang:?} translates what is gone: {stale:#?}"
            );
        }
    }
}
