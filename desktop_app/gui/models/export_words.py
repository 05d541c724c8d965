"""What the forms of an exported model are called, and what each is for."""

from PySide6.QtCore import QCoreApplication

from desktop_app.core.model_export import Form, Precision


def form_name(form: Form) -> str:
    """Return what a form of an exported model is called on the screen."""
    translate = QCoreApplication.translate
    return {
        Form.OLLAMA: translate("ModelExport", "For Ollama"),
        Form.LM_STUDIO: translate("ModelExport", "For LM Studio"),
        Form.GGUF: translate("ModelExport", "One file (GGUF)"),
        Form.MERGED: translate("ModelExport", "Whole model (safetensors)"),
        Form.ADAPTER: translate("ModelExport", "What was learned alone (adapter)"),
    }[form]


def form_use(form: Form) -> str:
    """Return in one line what a form is for."""
    translate = QCoreApplication.translate
    return {
        Form.OLLAMA: translate("ModelExport", "A folder to chat with it in Ollama, and to use it from other programs."),
        Form.LM_STUDIO: translate("ModelExport", "A folder for the window program LM Studio."),
        Form.GGUF: translate("ModelExport", "For llama.cpp and all programs that read GGUF files."),
        Form.MERGED: translate("ModelExport", "To go on with in Python, or to put it on a server or on the hub."),
        Form.ADAPTER: translate("ModelExport", "Small; for people who have the same base model already."),
    }[form]


def precision_name(precision: Precision) -> str:
    """Return what a precision is called."""
    translate = QCoreApplication.translate
    return {
        Precision.F32: translate("ModelExport", "Exact (32 bits a number)"),
        Precision.BASE: translate("ModelExport", "As the base model keeps it (mostly 16 bits)"),
        Precision.F16: translate("ModelExport", "Half the size (16 bits a number)"),
        Precision.Q8: translate("ModelExport", "A quarter of the size (8 bits a number)"),
    }[precision]


def precision_use(precision: Precision) -> str:
    """Return what a precision means for the answers."""
    translate = QCoreApplication.translate
    return {
        Precision.F32: translate("ModelExport", "Answers as it does in TuneDesk."),
        Precision.BASE: translate("ModelExport", "Answers nearly as it does in TuneDesk; smaller."),
        Precision.F16: translate("ModelExport", "Answers nearly as it does in TuneDesk. The usual choice."),
        Precision.Q8: translate("ModelExport", "Small and fast; now and then a word comes out differently."),
    }[precision]
