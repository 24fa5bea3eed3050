"""Just enough C++ to find the statements that contain `co_await`.

Not a parser: it tells code from comments and literals, and blocks from braced lists by the token
in front of the brace. That is sound for code that clang-format lays out and g++ accepts.
"""

import re

TOKEN = re.compile(
    r"""(?P<skip>//[^\n]*|/\*.*?\*/|^[ \t]*\#(?:[^\n\\]|\\.)*)
      | (?P<raw>(?:u8|[uUL])?R"(?P<mark>[^(\s]{0,16})\(.*?\)(?P=mark)")
      | (?P<literal>"(?:[^"\\\n]|\\.)*"|(?<![0-9a-fA-F])'(?:[^'\\\n]|\\.)+')
      | (?P<word>[A-Za-z_]\w*)
      | (?P<number>\d(?:[\w.']|(?<=[eEpP])[+-])*)
      | (?P<mark2>->|::|&&|\|\||.)""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
OPEN, CLOSE = {"(": ")", "[": "]", "{": "}"}, {")", "]", "}"}
BLOCK_WORDS = {"else", "do", "try", "noexcept", "const", "mutable", "override", "final", "&&"}
TYPE_WORDS = {"struct", "class", "union", "enum", "namespace", "concept", "requires", "extern"}
# After one of these, `[` begins a lambda; after anything else it is a subscript.
BEFORE_LAMBDA = {"(", ",", "=", "return", "co_return", "co_await", "{", ";", "}", ":", "?", "!"}
BEFORE_LAMBDA |= {"&&", "||", "<", "+"}


class Token:
    """One token, its line, and for a bracket the index of its partner."""

    def __init__(self, text, line):
        self.text, self.line, self.partner = text, line, None


def tokenize(text):
    """Tokens of C++ source, without comments and preprocessor lines, brackets matched."""
    tokens, open_brackets, line = [], [], 1
    for match in TOKEN.finditer(text):
        found, begins = match[0], line
        line += found.count("\n")
        if match["skip"] or found.isspace():
            continue
        tokens.append(Token('""' if match["raw"] or match["literal"] else found, begins))
        index = len(tokens) - 1
        if found in OPEN:
            open_brackets.append(index)
        elif found in CLOSE and open_brackets:
            partner = open_brackets.pop()
            tokens[index].partner, tokens[partner].partner = partner, index
    return tokens


def is_block(tokens, brace):
    """Whether the `{` at `brace` begins a block (of statements or declarations), not a list."""
    index = brace - 1
    if index < 0 or tokens[index].text in BLOCK_WORDS | {")", ";", "{", "}", ":"}:
        return tokens[index].text != "{" or is_block(tokens, index)
    if tokens[index].text == "]":
        return is_lambda(tokens, tokens[index].partner)
    # `-> Type<…> {` ends a function head; `class Name : Base {` opens a type.
    while index >= 0 and tokens[index].text not in {";", "{", "}", "=", "(", "return", "co_return"}:
        if tokens[index].text == "->" or tokens[index].text in TYPE_WORDS:
            return True
        if tokens[index].text == ")":
            return False
        index -= 1
    return False


def is_lambda(tokens, bracket):
    """Whether the `[` at `bracket` begins a lambda (not a subscript, attribute or binding)."""
    if tokens[bracket + 1].text == "[" or (bracket and tokens[bracket - 1].text == "["):
        return False
    return bracket == 0 or tokens[bracket - 1].text in BEFORE_LAMBDA


class Statement:
    """The tokens of one statement; the bodies of lambdas in it are statements of their own."""

    def __init__(self, tokens, indices, line):
        self._tokens, self._indices, self.line = tokens, indices, line

    def count(self, text):
        return sum(self._tokens[index].text == text for index in self._indices)

    def has(self, text):
        return self.count(text) > 0

    def has_braced_list(self):
        return any(
            self._tokens[index].text == "{" and not is_block(self._tokens, index)
            for index in self._indices
        )

    def has_lambda_capturing_by_value(self):
        return any(
            self._tokens[index].text == "[" and is_lambda(self._tokens, index)
            and self._captures_by_value(index)
            for index in self._indices
        )

    def _captures_by_value(self, bracket):
        captures = self._tokens[bracket + 1:self._tokens[bracket].partner]
        is_first = True
        for token in captures:
            if is_first and token.text not in ("&", "this"):
                return True
            is_first = token.text == ","
        return False


def first_token(tokens, index):
    """Start of the statement around `index`: just after the `;`, `{` or `}` that ends what is before."""
    while index > 0:
        before = tokens[index - 1]
        if before.text == ";" or (before.text == "{" and is_block(tokens, index - 1)):
            return index
        if before.text == "}" and is_block(tokens, before.partner):
            is_in_expression = tokens[index].text in {")", ",", "(", ".", "]"}
            if not is_in_expression:
                return index
        index = before.partner if before.text in CLOSE and before.partner is not None else index - 1
    return index


def statement_from(tokens, begin):
    """The statement that begins at `begin`, up to its `;`, its block, or what encloses it."""
    indices, index, depth = [], begin, 0
    while index < len(tokens):
        text = tokens[index].text
        if text == ";" or (text in CLOSE and depth == 0):
            break
        if text == "{" and is_block(tokens, index):
            if depth == 0 and not _is_lambda_body(tokens, index, begin):
                break
            index = tokens[index].partner + 1
            continue
        depth += (text in OPEN) - (text in CLOSE)
        indices.append(index)
        index += 1
    return indices


def _is_lambda_body(tokens, brace, begin):
    """Whether a lambda's head lies between `begin` and the block at `brace`, outside brackets."""
    index = brace - 1
    while index >= begin:
        token = tokens[index]
        if token.text == "]" and is_lambda(tokens, token.partner):
            return True
        index = token.partner - 1 if token.text in CLOSE else index - 1
    return False


def await_statements(tokens):
    """Every statement with a `co_await` of its own, in order."""
    begins = sorted({
        first_token(tokens, index) for index, token in enumerate(tokens)
        if token.text == "co_await"
    })
    for begin in begins:
        indices = statement_from(tokens, begin)
        awaits = [index for index in indices if tokens[index].text == "co_await"]
        if awaits:
            yield Statement(tokens, indices, tokens[awaits[0]].line)
