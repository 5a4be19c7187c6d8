"""From text to the encoder's input: words, shapes, and windows of whole sentences."""

from functools import lru_cache

import pytest
from tokenizers import Tokenizer

from loaders.encoder import features
from loaders.encoder.model import FOLDER

SENTENCE = "Ioana Lupescu met Tarmo Kask in Riga on Tuesday. "


@lru_cache(maxsize=1)
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(FOLDER / "tokenizer.json"))


def windows(text: str, breaks: list[int], most: int) -> list[features.Window]:
    return features.windows(features.split(text, 0), tokenizer(), breaks, most=most)


def sentence_starts(words: features.Words) -> list[int]:
    return [0, *(at + 1 for at, word in enumerate(words.texts[:-1]) if word == ".")]


def test_a_word_is_a_run_of_letters_and_digits_and_each_sign_stands_alone() -> None:
    text = "Siliņa’s 3.5m – “No”"
    words = features.split(text, 0)
    assert words.texts == ("Siliņa", "’", "s", "3", ".", "5m", "–", "“", "No", "”")
    assert [text[start:end] for start, end in words.spans] == list(words.texts)


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("met", 0),
        ("Riga", 1),
        ("NATO", 2),
        ("A", 3),
        ("McDonald", 4),
        ("2024", 5),
        (",", 6),
        ("G7", 7),
        ("会談", 4),
    ],
)
def test_a_word_inside_a_sentence_has_the_shape_of_its_letters(word: str, shape: int) -> None:
    assert features.split(f"they {word} so", 0).shapes[1] == shape


@pytest.mark.parametrize("before", ["", "They met. ", "Why? ", "He said: ", "A paragraph\n\n"])
def test_a_capital_that_opens_a_sentence_says_less(before: str) -> None:
    assert features.split(f"{before}Riga", 0).shapes[-1] == 8
    assert features.split(f"{before}A", 0).shapes[-1] == 9


@pytest.mark.parametrize("before", ["They met, ", "in ", "They met.. the "])
def test_a_capital_after_a_comma_or_a_word_is_a_name(before: str) -> None:
    assert features.split(f"{before}Riga", 0).shapes[-1] == 1


def test_an_opening_quotation_mark_leaves_the_sentence_unopened() -> None:
    assert features.split("They met. “Riga is far”", 0).shapes[4] == 8


def test_words_of_the_title_have_shapes_of_their_own() -> None:
    words = features.split("Talks in Riga\n\nTalks in Riga", len("Talks in Riga"))
    half = features.SHAPES // 2
    assert words.shapes == (8 + half, 0 + half, 1 + half, 8, 0, 1)
    assert max(words.shapes) < features.SHAPES


def test_a_short_text_is_one_window_between_its_two_signs() -> None:
    words = features.split(SENTENCE, 0)
    (window,) = windows(SENTENCE, [0], features.MAX_PIECES)
    assert (window.first, window.last) == (0, len(words.texts))
    assert (window.ids[0], window.ids[-1]) == (features.CLS, features.SEP)
    assert len(window.ids) == len(window.shapes)
    assert len(window.heads) == len(words.texts)


def test_a_head_points_at_the_first_piece_of_its_word_and_its_pieces_share_a_shape() -> None:
    words = features.split("Lupescu spoke", 0)
    (window,) = windows("Lupescu spoke", [0], features.MAX_PIECES)
    pieces = window.heads[1] - window.heads[0]
    assert pieces > 1
    assert window.shapes[window.heads[0] : window.heads[1]] == (words.shapes[0],) * pieces
    assert window.ids[window.heads[1]] == tokenizer().token_to_id("spoke")


def test_a_long_text_is_cut_between_sentences_and_no_word_is_lost() -> None:
    text = SENTENCE * 20
    words = features.split(text, 0)
    starts = sentence_starts(words)
    found = windows(text, starts, 50)
    assert len(found) > 1
    assert all(len(window.ids) <= 50 for window in found)
    assert all(window.first in starts for window in found)
    assert [word for window in found for word in range(window.first, window.last)] == list(range(len(words.texts)))


def test_a_sentence_longer_than_the_window_is_cut_inside() -> None:
    text = "and ".join(["Riga "] * 40)
    words = features.split(text, 0)
    found = windows(text, [0], 20)
    assert all(len(window.ids) <= 20 for window in found)
    assert sum(window.last - window.first for window in found) == len(words.texts)


def test_a_sign_that_the_tokenizer_drops_is_unknown_and_keeps_its_place() -> None:
    text = "Riga \u0301 Oslo"
    assert len(features.split(text, 0).texts) == 3
    (window,) = windows(text, [0], features.MAX_PIECES)
    assert window.ids[window.heads[1]] == features.UNKNOWN
    assert len(window.heads) == 3


def test_a_text_without_words_has_no_window() -> None:
    assert windows(" \n", [], features.MAX_PIECES) == []
