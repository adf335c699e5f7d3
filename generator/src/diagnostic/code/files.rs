//! Codes about files: reading them, and writing packages.

codes! {
    UNREADABLE_FILE = "unreadable-file", Error, "",
        "A file that was named, or that a vendor's folder must contain, could not be read. Only regular files are read, up to a size limit. Check the path and its permissions.";
    FILE_TOO_LARGE = "file-too-large", Error, "",
        "A file is read whole, and only up to the budget `file-bytes`. No published description comes near it; name the right file, or raise the budget.";
    NOT_UTF8 = "not-utf8", Error, "OpenAPI 3.1.1 §4.4",
        "Descriptions are read as UTF-8. Convert the file.";
    FILE_OUTSIDE = "file-outside", Fault, "",
        "A description refers only to files below the folder of its first document, and a vendor's files are in its folder, with symbolic links followed: a hostile description cannot read other files. Move or copy the files together, or name the folder with `--root`.";
    UNKNOWN_VENDOR = "unknown-vendor", Error, "",
        "A vendor is a folder under specs/ with a vendor.yaml. Name one that exists, or create one with `specwright init`.";
    NO_SPECS_FOLDER = "no-specs-folder", Error, "",
        "Without --spec, vendors are read from the folder specs/ in the current folder or the nearest one above it. Change to a repository that has one, or create one with `specwright init`.";
    FOREIGN_FOLDER = "foreign-folder", Error, "",
        "Only files that the record of an output folder (specwright.sha256) lists are replaced. What stands where a generated file or crate belongs, and is not listed, is never touched unless --adopt says that it was generated. Move it away, write elsewhere, or adopt it.";
    EDITED_FILE = "edited-file", Error, "",
        "A generated file is not what the record of its folder (specwright.sha256) says, so that writing would lose what was changed by hand. Nothing is written unless --overwrite is given. Corrections belong into an overlay, code of your own into files of its own.";
    RECORD_UNUSABLE = "record-unusable", Error, "",
        "The record of an output folder (specwright.sha256) says which files are generated. One that cannot be read, or names what no generated file is called, is not believed, and nothing is written. Restore it, or remove it and adopt the folder with --adopt.";
    UNWRITABLE_FOLDER = "unwritable-folder", Error, "",
        "The operating system refused to write. No file was changed.";
    UNUSABLE_NAME = "unusable-name", Error, "Cargo manifest format, package names",
        "The base name of the crates is made of lower-case letters, digits and `-`, and begins with a letter.";
}
