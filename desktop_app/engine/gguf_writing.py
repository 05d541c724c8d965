"""Writing a tuned model as one GGUF file, one tensor at a time. Heavy: imports gguf."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np

from desktop_app.engine.gguf_family import Family, tensor_kind, tensor_length
from desktop_app.engine.gguf_vocabulary import Vocabulary
from desktop_app.engine.merged_weights import MergedWeights, Numbers
from desktop_app.engine.weights import ExportRefusedError

_KINDS = {kind.name: kind for kind in (gguf.GGMLQuantizationType.F32, gguf.GGMLQuantizationType.F16)}
_KINDS["Q8_0"] = gguf.GGMLQuantizationType.Q8_0
_FILE_TYPES = {
    "F32": gguf.LlamaFileType.ALL_F32,
    "F16": gguf.LlamaFileType.MOSTLY_F16,
    "Q8_0": gguf.LlamaFileType.MOSTLY_Q8_0,
}
_ROPE_FACTORS = "rope_freqs.weight"
_HEAD = "lm_head.weight"
_NOT_WEIGHTS = (".rotary_emb.inv_freq",)


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of the model beside its numbers; `begins` is whether the runtime puts bos before a prompt."""

    title: str
    licence: str
    base: str
    begins: bool


class GgufFile:
    """One model on its way into a file."""

    def __init__(self, weights: MergedWeights, family: Family, precision: str, *, tied: bool) -> None:
        """Plan the file; raises ExportRefusedError for a weight that the family has no name for."""
        self._weights = weights
        self._family = family
        self._precision = precision
        kind = gguf.MODEL_ARCH[family.architecture.upper()]
        names = gguf.get_tensor_name_map(kind, family.layers)
        self._names: dict[str, str] = {}
        for name in weights.stored:
            if name.endswith(_NOT_WEIGHTS) or (tied and name == _HEAD):
                continue
            found = names.get_name(name, try_suffixes=(".weight", ".bias"))
            if found is None:
                said = f"The model has a part that GGUF files of its family have no name for ({name})."
                raise ExportRefusedError(said, "export_family")
            self._names[name] = found

    def write(self, path: Path, vocabulary: Vocabulary, about: About, step: Callable[[int], None]) -> None:
        """Write the file; `step` is told how many numbers were written since it was told last."""
        writer = gguf.GGUFWriter(path, self._family.architecture)
        _tell_about(writer, about, _FILE_TYPES[self._precision])
        _tell_family(writer, self._family)
        _tell_vocabulary(writer, vocabulary, begins=about.begins)
        factors = np.asarray(self._family.factors, dtype=np.float32)
        if factors.size:
            writer.add_tensor_info(_ROPE_FACTORS, factors.shape, factors.dtype, factors.nbytes)
        for name, called in self._names.items():
            stored = self._weights.stored[name]
            kind = _KINDS[tensor_kind(stored.shape, self._precision)]
            writer.add_tensor_info(called, stored.shape, np.float32, tensor_length(stored.shape, self._precision), kind)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_ti_data_to_file()
        writer.close()
        # Not by the package from here on: a full disk makes it say something that tells nobody why.
        with path.open("ab") as file:
            _pad(file.write, file.tell())
            for data in self._data(factors, step):
                file.write(data.data.cast("B"))
                _pad(file.write, data.nbytes)

    def _data(self, factors: Numbers, step: Callable[[int], None]) -> Iterator[Numbers]:
        if factors.size:
            yield factors
        for name in self._names:
            stored = self._weights.stored[name]
            value = np.ascontiguousarray(self._ordered(name, self._weights.value(name)))
            kind = _KINDS[tensor_kind(stored.shape, self._precision)]
            yield np.ascontiguousarray(gguf.quants.quantize(value, kind))
            step(stored.count)

    def _ordered(self, name: str, value: Numbers) -> Numbers:
        """Return queries and keys in the order of the family's runtime: it turns neighbours where we turn halves."""
        heads = {"q_proj": self._family.heads, "k_proj": self._family.key_heads}.get(name.split(".")[-2])
        if heads is None or not self._family.swaps_halves:
            return value
        rest = value.shape[1:]
        return value.reshape(heads, 2, -1, *rest).swapaxes(1, 2).reshape(value.shape)


def _tell_about(writer: gguf.GGUFWriter, about: About, file_type: int) -> None:
    writer.add_type("model")
    writer.add_name(about.title)
    writer.add_description(f"Tuned with TuneDesk; the base model is {about.base}.")
    if about.licence:
        writer.add_license(about.licence)
    writer.add_base_model_count(1)
    writer.add_base_model_name(0, about.base)
    writer.add_file_type(file_type)
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)


def _tell_family(writer: gguf.GGUFWriter, family: Family) -> None:
    writer.add_vocab_size(family.vocabulary)
    writer.add_context_length(family.context)
    writer.add_embedding_length(family.width)
    writer.add_block_count(family.layers)
    writer.add_feed_forward_length(family.inner)
    writer.add_head_count(family.heads)
    writer.add_head_count_kv(family.key_heads)
    writer.add_key_length(family.head)
    writer.add_value_length(family.head)
    writer.add_rope_dimension_count(family.head)
    writer.add_rope_freq_base(family.base)
    writer.add_layer_norm_rms_eps(family.tolerance)
    if family.scale != 1.0:
        writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
        writer.add_rope_scaling_factor(family.scale)


def _tell_vocabulary(writer: gguf.GGUFWriter, vocabulary: Vocabulary, *, begins: bool) -> None:
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(vocabulary.cut)
    writer.add_token_list(vocabulary.tokens)
    writer.add_token_types(vocabulary.kinds)
    writer.add_token_merges(vocabulary.merges)
    adders = {
        "bos": writer.add_bos_token_id,
        "eos": writer.add_eos_token_id,
        "pad": writer.add_pad_token_id,
        "unk": writer.add_unk_token_id,
    }
    for name, number in vocabulary.special.items():
        adders[name](number)
    writer.add_add_bos_token(begins and "bos" in vocabulary.special)
    writer.add_add_eos_token(False)
    if vocabulary.template is not None:
        writer.add_chat_template(vocabulary.template)


def _pad(write: Callable[[bytes], int], reached: int) -> None:
    write(bytes(-reached % gguf.GGUF_DEFAULT_ALIGNMENT))
