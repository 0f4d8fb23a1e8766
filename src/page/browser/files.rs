//! Files that the reader chooses or drops on the page.

use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    DragEvent, File, FileList, FileSystemDirectoryEntry, FileSystemDirectoryReader, FileSystemEntry, FileSystemFileEntry,
    HtmlInputElement,
};

use super::{listen, window};

/// The files chosen in an input, each with its path; the input is emptied, so that the same files can be chosen again.
pub fn chosen_files(event: &web_sys::Event) -> Vec<(String, File)> {
    let Some(input) = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok()) else { return Vec::new() };
    let files = input.files().map(|list| files_of(&list)).unwrap_or_default();
    input.set_value("");
    files
}

fn files_of(list: &FileList) -> Vec<(String, File)> {
    (0..list.length()).filter_map(|i| list.get(i)).map(|file| (path_of(&file), file)).collect()
}

/// The path inside the chosen folder; the name for single files.
fn path_of(file: &File) -> String {
    let path = Reflect::get(file, &"webkitRelativePath".into()).ok().and_then(|p| p.as_string());
    path.filter(|p| !p.is_empty()).unwrap_or_else(|| file.name())
}

/// Takes files and folders dropped anywhere on the page. `hovering` hears whether files are held over the page.
pub fn on_drop(hovering: impl Fn(bool) + Clone + 'static, dropped: impl Fn(Vec<(String, File)>) + Clone + 'static) {
    let Some(window) = window() else { return };
    let holds_files = |event: &web_sys::Event| {
        let types = event.dyn_ref::<DragEvent>().and_then(|e| e.data_transfer()).map(|t| t.types());
        types.is_some_and(|t| t.includes(&JsValue::from_str("Files"), 0))
    };
    let over = hovering.clone();
    listen(&window, "dragover", move |event| {
        if holds_files(&event) {
            event.prevent_default();
            over(true);
        }
    });
    let out = hovering.clone();
    listen(&window, "dragleave", move |event| {
        // Leaving an element for another is no leaving: only outside there is nothing to go to.
        if event.dyn_ref::<DragEvent>().is_some_and(|e| e.related_target().is_none()) {
            out(false);
        }
    });
    listen(&window, "drop", move |event| {
        if !holds_files(&event) {
            return;
        }
        event.prevent_default();
        hovering(false);
        let Some(transfer) = event.dyn_ref::<DragEvent>().and_then(|e| e.data_transfer()) else { return };
        // The items are gone once this handler returns: the entries are taken now, and read later.
        let items = transfer.items();
        let entries = (0..items.length()).filter_map(|i| items.get(i)).filter_map(|i| i.webkit_get_as_entry().ok().flatten());
        let entries: Vec<FileSystemEntry> = entries.collect();
        let plain = transfer.files().map(|list| files_of(&list)).unwrap_or_default();
        let dropped = dropped.clone();
        spawn_local(async move {
            let mut files = Vec::new();
            for entry in entries {
                collect(entry, &mut files).await;
            }
            dropped(if files.is_empty() { plain } else { files });
        });
    });
}

/// Adds the files under an entry, folder by folder.
async fn collect(entry: FileSystemEntry, files: &mut Vec<(String, File)>) {
    let mut open = vec![entry];
    while let Some(entry) = open.pop() {
        let path = entry.full_path().trim_start_matches('/').to_owned();
        if entry.is_file() {
            let Ok(entry) = entry.dyn_into::<FileSystemFileEntry>() else { continue };
            let promise = Promise::new(&mut |done, failed| {
                entry.file_with_callback_and_callback(done.unchecked_ref(), failed.unchecked_ref());
            });
            if let Ok(Ok(file)) = JsFuture::from(promise).await.map(JsCast::dyn_into::<File>) {
                files.push((path, file));
            }
        } else if let Ok(folder) = entry.dyn_into::<FileSystemDirectoryEntry>() {
            let reader = folder.create_reader();
            // A folder is handed out in parts; the empty part is the last.
            loop {
                let part = part_of(&reader).await;
                if part.is_empty() {
                    break;
                }
                open.extend(part);
            }
        }
    }
}

async fn part_of(reader: &FileSystemDirectoryReader) -> Vec<FileSystemEntry> {
    let promise = Promise::new(&mut |done, failed| {
        let _ = reader.read_entries_with_callback_and_callback(done.unchecked_ref(), failed.unchecked_ref());
    });
    let part = JsFuture::from(promise).await.map(|part| Array::from(&part)).unwrap_or_default();
    part.iter().filter_map(|entry| entry.dyn_into().ok()).collect()
}
