"""What reading the meaning of rows says."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "map_library_missing": (
        "The careful map cannot be drawn here.",
        "It needs the library openTSNE, which this installation of TuneDesk does not have.",
        "Use the quick map, or install TuneDesk with its part “meaning”.",
    ),
    "meaning_no_model": (
        "There is no model “{model}” that reads meanings at this place.",
        "Without one no row can be compared by what it means.",
        "Choose another model. On this computer it is all-MiniLM-L6-v2.",
    ),
    "vectors_no_form": (
        "“{name}” has no ending that says how the numbers are to be written.",
        "The meaning of rows can be written as CSV, as Parquet, or as arrays of NumPy.",
        "Let the name end with .csv, .parquet or .npz.",
    ),
    "vectors_none": (
        "No row of this project has been read for its meaning yet.",
        "Each row's text is first turned into numbers (an embedding) by a model.",
        "Read the rows first.",
    ),
    "vectors_not_written": (
        "“{name}” could not be written.",
        "The folder may be read-only, or the disk may be full. The project is as it was.",
        "Choose another folder, or make room and try again.",
    ),
    "vectors_of_other_width": (
        "“{model}” answered with another kind of numbers than before.",
        "Somebody put another model under this name, so old and new numbers cannot be compared.",
        "Forget what was read by this model, and read the rows again.",
    ),
    "vectors_without_direction": (
        "The model returned numbers that say nothing.",
        "A text's meaning came back as zeros, or not as numbers at all. What was read before is kept.",
        "Choose another model to read the rows.",
    ),
}

SENTENCES: Mapping[str, str] = {}
