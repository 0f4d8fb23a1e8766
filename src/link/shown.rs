//! Makes everything that the worker says visible, on its way to the page.
//!
//! Text from files is in titles, cells, tooltips, chart labels, search results, receipts: one page has hundreds of fields that can
//! hold it, and each new one would have to be remembered. So it is done where all of them pass: each text of a message goes through
//! [`plumbline_text::shown`], whatever it stands in. Our own words hold no such characters.

use plumbline_text::shown;
use postcard::ser_flavors::{AllocVec, Flavor};
use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant, Serializer,
};

/// What the page sends back or hands on, and never shows: the type or variant, and the field.
const RAW: &[(&str, &str)] = &[("FilterOption", "value"), ("Begin", "file"), ("Progress", "current"), ("File", "text")];

/// A message as it travels; every text in it is visible.
pub fn to_bytes(message: &impl Serialize) -> Vec<u8> {
    let mut serializer = postcard::Serializer { output: AllocVec::new() };
    match message.serialize(Shown(&mut serializer)) {
        // Plain data of known length: it always becomes bytes.
        Ok(()) => serializer.output.finalize().unwrap_or_default(),
        Err(_) => Vec::new(),
    }
}

/// A serializer that makes texts visible, and the parts of a value that are written with it.
struct Shown<S>(S);

/// A value, written with such a serializer.
struct Part<'v, T: ?Sized>(&'v T);

impl<T: Serialize + ?Sized> Serialize for Part<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(Shown(serializer))
    }
}

/// The fields of a type or variant.
struct Fields<S> {
    inner: S,
    of: &'static str,
}

impl<S> Fields<S> {
    fn is_raw(&self, field: &str) -> bool {
        RAW.contains(&(self.of, field))
    }
}

/// Hands on what holds no text.
macro_rules! handed_on {
    ($($method:ident($($argument:ident: $type:ty),*);)*) => {
        $(fn $method(self, $($argument: $type),*) -> Result<S::Ok, S::Error> {
            self.0.$method($($argument),*)
        })*
    };
}

impl<S: Serializer> Serializer for Shown<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Shown<S::SerializeSeq>;
    type SerializeTuple = Shown<S::SerializeTuple>;
    type SerializeTupleStruct = Shown<S::SerializeTupleStruct>;
    type SerializeTupleVariant = Shown<S::SerializeTupleVariant>;
    type SerializeMap = Shown<S::SerializeMap>;
    type SerializeStruct = Fields<S::SerializeStruct>;
    type SerializeStructVariant = Fields<S::SerializeStructVariant>;

    handed_on! {
        serialize_bool(v: bool);
        serialize_i8(v: i8);
        serialize_i16(v: i16);
        serialize_i32(v: i32);
        serialize_i64(v: i64);
        serialize_u8(v: u8);
        serialize_u16(v: u16);
        serialize_u32(v: u32);
        serialize_u64(v: u64);
        serialize_f32(v: f32);
        serialize_f64(v: f64);
        serialize_char(v: char);
        serialize_bytes(v: &[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(name: &'static str);
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str);
    }

    fn serialize_str(self, text: &str) -> Result<S::Ok, S::Error> {
        self.0.serialize_str(&shown(text))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.0.serialize_some(&Part(value))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<S::Ok, S::Error> {
        self.0.serialize_newtype_struct(name, &Part(value))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.0.serialize_newtype_variant(name, index, variant, &Part(value))
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Self::SerializeSeq, S::Error> {
        self.0.serialize_seq(len).map(Shown)
    }

    fn serialize_tuple(self, len: usize) -> Result<Self::SerializeTuple, S::Error> {
        self.0.serialize_tuple(len).map(Shown)
    }

    fn serialize_tuple_struct(self, name: &'static str, len: usize) -> Result<Self::SerializeTupleStruct, S::Error> {
        self.0.serialize_tuple_struct(name, len).map(Shown)
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeTupleVariant, S::Error> {
        self.0.serialize_tuple_variant(name, index, variant, len).map(Shown)
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        self.0.serialize_map(len).map(Shown)
    }

    fn serialize_struct(self, name: &'static str, len: usize) -> Result<Self::SerializeStruct, S::Error> {
        self.0.serialize_struct(name, len).map(|inner| Fields { inner, of: name })
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeStructVariant, S::Error> {
        self.0.serialize_struct_variant(name, index, variant, len).map(|inner| Fields { inner, of: variant })
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

/// The parts of a value, each without a name.
macro_rules! parts {
    ($($parts:ident::$method:ident;)*) => {
        $(impl<S: $parts> $parts for Shown<S> {
            type Ok = S::Ok;
            type Error = S::Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
                self.0.$method(&Part(value))
            }

            fn end(self) -> Result<S::Ok, S::Error> {
                self.0.end()
            }
        })*
    };
}

parts! {
    SerializeSeq::serialize_element;
    SerializeTuple::serialize_element;
    SerializeTupleStruct::serialize_field;
    SerializeTupleVariant::serialize_field;
}

impl<S: SerializeMap> SerializeMap for Shown<S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), S::Error> {
        self.0.serialize_key(&Part(key))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        self.0.serialize_value(&Part(value))
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.0.end()
    }
}

/// The named fields of a type or variant.
macro_rules! fields {
    ($($fields:ident)*) => {
        $(impl<S: $fields> $fields for Fields<S> {
            type Ok = S::Ok;
            type Error = S::Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, field: &'static str, value: &T) -> Result<(), S::Error> {
                match self.is_raw(field) {
                    true => self.inner.serialize_field(field, value),
                    false => self.inner.serialize_field(field, &Part(value)),
                }
            }

            fn end(self) -> Result<S::Ok, S::Error> {
                self.inner.end()
            }
        })*
    };
}

fields! { SerializeStruct SerializeStructVariant }

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::protocol::{Answer, Progress, Reply};
    use plumbline_report::Hit;
    use plumbline_report::document::{Block, Cell, Content, Document, FigureId, Grid, Head, Row};
    use plumbline_report::frame::{FilterOption, FilterOptions};

    const HOSTILE: &str = "a\u{202e}b\u{200b}";
    const SEEN: &str = r"a\u{202e}b\u{200b}";

    fn arrived(reply: Reply) -> Reply {
        Answer::from_bytes(&Answer { id: 1, reply }.to_bytes()).map(|answer| answer.reply).unwrap()
    }

    #[test]
    fn a_clean_message_is_the_same_bytes() {
        let row = Row { class: "x".into(), cells: vec![Cell::text("Größe 1\u{202f}234").to("#/x")] };
        let reply = Reply::Rows { from: 3, rows: vec![row.clone(), row] };
        assert_eq!(to_bytes(&reply), postcard::to_allocvec(&reply).unwrap());
    }

    #[test]
    fn every_text_is_made_visible_however_deep_it_stands() {
        let hits = vec![Hit { kind: HOSTILE.into(), title: HOSTILE.into(), detail: HOSTILE.into(), to: "#/x".into() }];
        let Reply::Found(hits) = arrived(Reply::Found(hits)) else { panic!() };
        assert_eq!((hits[0].kind.as_str(), hits[0].title.as_str(), hits[0].detail.as_str()), (SEEN, SEEN, SEEN));

        let grid = Grid { rows: vec![Row { cells: vec![Cell::text(HOSTILE)], ..Row::default() }], ..Grid::default() };
        let fold = Content::Fold { summary: HOSTILE.into(), is_open: false, content: vec![Content::Grid(grid)] };
        let head = Head { title: HOSTILE.into(), ..Head::default() };
        let document = Document { blocks: vec![Block::figure(FigureId::Envelope, head, vec![fold])], ..Document::default() };
        let bytes = to_bytes(&document);
        assert!(!String::from_utf8_lossy(&bytes).contains('\u{202e}'));
        let again: Document = postcard::from_bytes(&bytes).unwrap();
        assert_eq!(
            format!("{again:?}"),
            format!("{document:?}").replace(r"\u{202e}", r"\\u{202e}").replace(r"\u{200b}", r"\\u{200b}")
        );
    }

    #[test]
    fn what_the_page_sends_back_stays_as_it_is() {
        let option = FilterOption { value: HOSTILE.into(), title: HOSTILE.into(), changes: 1 };
        let options = FilterOptions { teams: vec![option], ..FilterOptions::default() };
        let again: FilterOptions = postcard::from_bytes(&to_bytes(&options)).unwrap();
        assert_eq!((again.teams[0].value.as_str(), again.teams[0].title.as_str()), (HOSTILE, SEEN));
        let progress = Progress {
            done: 0,
            total: 0,
            bytes_done: 0.0,
            bytes_total: 0.0,
            current: Some(HOSTILE.into()),
            index: None,
            last: Some((HOSTILE.into(), "read".into())),
            records: 0,
        };
        let Reply::Progress(again) = arrived(Reply::Progress(progress)) else { panic!() };
        assert_eq!((again.current.as_deref(), again.last.unwrap().0.as_str()), (Some(HOSTILE), SEEN));
    }

    /// Each exception names a field that exists.
    #[test]
    fn every_exception_is_used() {
        let sources = [
            include_str!("protocol.rs"),
            include_str!("../../crates/report/src/document/mod.rs"),
            include_str!("../../crates/report/src/frame/mod.rs"),
        ];
        for (of, field) in RAW {
            let has = |text: &&str| {
                text.split_once(&format!(" {of} {{"))
                    .is_some_and(|(_, rest)| rest.split('}').next().is_some_and(|body| body.contains(&format!("{field}: "))))
            };
            assert!(sources.iter().any(has), "{of}.{field}");
        }
    }
}
