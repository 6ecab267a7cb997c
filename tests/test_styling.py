"""Styles made once for all that are styled alike are what WeasyPrint would have made for each."""

from __future__ import annotations

from contextlib import ExitStack
from types import ModuleType
from typing import Any

import pytest

from engine import engine_part

SHEET = """
@page { size: 120mm 80mm; margin: 10mm 8vw 12mm; @bottom-center { content: counter(page) " / " counter(pages) } }
@page :right { @top-left { content: string(head); font: 7pt/1 serif; margin-inline-start: 3pt } }
@page { @right-bottom { content: "cell"; display: table-cell; margin: 9pt; border-collapse: collapse } }
@page :left { @top-right { content: element(running); color: #080; border-block-end: 1pt solid } }
@page :nth(3) { margin-left: 20mm; @left-middle { content: "third"; display: table-cell } }
@page :first { background: #eee; @bottom-left { content: "first"; border: 1pt solid; border-radius: 2pt } }
@page wide { size: 160mm 80mm; counter-increment: page 2; @note-area { border-top: 1pt solid } }
@page :blank { @top-center { content: "blank" } }
html { font-size: 3vw; line-height: 1.5; --gap: 3pt; color-scheme: light }
body { font-family: serif; hyphens: auto }
h2 { string-set: head content(); break-before: right; bookmark-level: 1; font-size: 120%; margin-block: .5em 3pt }
.run { position: running(running) }
p { margin: 0; padding-inline: var(--gap) calc(var(--gap) * 2); border-inline-start: medium none blue }
p::first-letter { font-size: 200%; color: red }
p.line::first-line { text-transform: uppercase; letter-spacing: 1pt }
p + p { text-indent: 2em; border-bottom: thin dotted }
.wide { page: wide; break-inside: avoid }
.leader a::after { content: leader(".") target-counter(attr(href), page) }
.leader b::before { content: leader("-") "x"; white-space: nowrap }
h2 { background: #fed; border-radius: 3pt 0 } h2#two { border-radius: 10% / 20%; border: 2pt solid #0a0 }
.grid p { background: linear-gradient(red, blue) no-repeat 2pt 2pt / 20% 1em; visibility: hidden }
.flex p { box-shadow: 1pt 1pt 2pt red; background: currentcolor }
.rel { line-height: calc(1em + 2pt); border-radius: 50% }
.foot { float: footnote }
.foot.block { footnote-display: block; font-weight: lighter }
.note { position: note(note) }
ul li::marker { content: counter(list-item) ") "; color: #00f }
ul li.plain::marker { content: normal }
ol ol, ul { list-style: lower-roman inside }
table { border-collapse: collapse; padding: 5pt; margin: 3pt }
table.apart { border-collapse: separate; border-spacing: 2pt }
td, th { border: 1pt solid; padding: 1pt; vertical-align: top }
.cell { display: table-cell; margin: 9pt }
.flex { display: flex; gap: 2pt } .grid { display: grid; grid-template-columns: 1fr 2fr }
.abs { position: absolute; top: 5pt; right: 0 } .abs, .rel { outline: 1pt solid } .rel { position: relative; left: 4pt }
.float { float: inline-end; margin: -2pt; width: 20% } .none { display: none }
.named::before { content: "a "; -weasy-anchor: "twice" }
.rtl { direction: rtl; padding-inline-start: 5pt; border-inline-end: 2pt solid }
u { color: red; text-decoration: underline wavy } u i { text-decoration: overline; color: blue }
.vw { width: 50vw; text-indent: 2vw; letter-spacing: .1vw } .inherit { border: inherit; width: inherit }
"""

BODY = """
<div class=run>running <b>head</b></div>
<h2 id=one>One</h2>
<p id=p1>First paragraph with <i>some</i> words.
<p>Second.
<p class=line>Third, which has a longer text so that there are more lines than one of it on such a small page, or so it
is hoped by whoever wrote this.
<p class=leader><a href="#two">Two</a> <a href="#three">Three</a> <b>b</b>
<p>Text<span class=foot>A note</span> and more<span class="foot block" id=f2>Another</span>.
<p>Noted<span class=note>aside one</span> and again<span class=note>aside two</span>.
<ol><li>one<li class=plain>two<ol><li id=l3>three<li>four</ol><li value=9>nine</ol>
<ul><li>a<li class=plain>b<p>c</ul>
<h2 id=two>Two</h2>
<table id=t><tr><th>a<td>b<tr><td colspan=2>c</table>
<table class=apart><tr><td id=c>a<td>b</table>
<div class=cell>cell</div>
<div class=flex><p>f<p>g</div>
<div class=grid><p>f<p>g<p>h</div>
<div class="rel vw inherit">rel <span class=abs>abs</span><span class=abs id=abs>abs</span></div>
<div class=float>float</div>
<div class=wide><p>wide<p id=wide>wide</div>
<p class=named>n
<p class=named id=n>n
<div class=none><p>none</div>
<h2 id=three>Three</h2>
<p class=rtl>rtl <q>quoted <q>twice</q></q>
<p style="margin: 2pt; --gap: 9pt">own
<p style="margin: 2pt">own
<p><u>under <i>line</i></u> <u id=u>under <i>line</i></u> <a name=inherit>x</a> <br> y <wbr> z <sup lang=fr>s</sup>
"""


@pytest.fixture(scope="module")
def thrift() -> ModuleType:
    return engine_part("typeset.thrift")


def printed(caplog: pytest.LogCaptureFixture) -> tuple[bytes, list[str]]:
    """The PDF of the page and what was said of it."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 - as above

    caplog.clear()
    page: Any = HTML(string=f"<html lang=en>{BODY}")
    data: bytes = page.write_pdf(stylesheets=[CSS(string=SHEET)], pdf_identifier=True, presentational_hints=True)
    return data, sorted(caplog.messages)


def test_styles_are_what_they_would_be_made_each_by_itself(
    thrift: ModuleType, caplog: pytest.LogCaptureFixture
) -> None:
    plainly, reports = printed(caplog), list[str]()
    with ExitStack() as stack:
        for saving in (thrift.sizes, thrift.styled, thrift.styling, thrift.values):
            stack.enter_context(saving.installed(reports.append))
        assert printed(caplog) == plainly
    assert reports == []
    assert any("twice" in message for message in plainly[1])
