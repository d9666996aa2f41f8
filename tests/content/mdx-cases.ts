/** Bodies with what is read in them, and with what is refused. */

/** A name, a body, and its blocks as `markup` writes them. */
export const read: readonly [name: string, text: string, wanted: string][] = [
  ['plain content as one run', 'a *b*\n\n- c', '<p>a <em>b</em></p>\n<ul>\n<li>c</li>\n</ul>'],
  ['the mark of a source', 'It grew [^issue-1].', '[p]It grew {issue-1}.[/p]'],
  ['neighbouring marks', 'x [^a] [^b]', '[p]x {a} {b}[/p]'],
  ['a mark between line breaks', 'x [^a]\n[^b] y', '[p]x {a}\n{b} y[/p]'],
  [
    'a flag, which no line breaks',
    'with `--print-leaks=1`',
    '<p>with <code class="flag">--print-leaks=1</code></p>',
  ],
  ['no mark in code', '`a [^b]`', '<p><code>a [^b]</code></p>'],
  ['a heading with a mark', '## What [^a] was', '<h2 id=what-was>What {a} was</h2>'],
  ['equal headings with ids of their own', '### A\n\n### A', '<h3 id=a>A</h3><h3 id=a-1>A</h3>'],
  [
    'braces in code',
    '`{a}`\n\n```js\nimport x from {y}\n```',
    '<p><code>{a}</code></p>\n<pre><code class="language-js">import x from {y}\n</code></pre>',
  ],
  ['an escaped brace', 'a \\{b} c', '<p>a {b} c</p>'],
  [
    'a comment as nothing',
    'a {/* {x} */}b\n\n{/* c\n\n d */}\n\ne',
    '<p>a            b</p>\n<p>e</p>',
  ],
  ['signs of HTML as text', '1 < 2 & `<b>`', '<p>1 &#x3C; 2 &#x26; <code>&#x3C;b></code></p>'],
  ['entities as text', '&lt;script&gt;', '<p>&#x3C;script></p>'],
  ['links to the site as written', '[x](/i/12/)', '<p><a href="/i/12/">x</a></p>'],
  [
    'links elsewhere without opener',
    '<kbd>K</kbd> [x](https://a.b/)',
    '<p><kbd>K</kbd> <a href="https://a.b/" rel="noopener">x</a></p>',
  ],
  [
    'an image beside the file',
    '![a graph](graph.png)',
    '<p><img src="graph.png" alt="a graph"></p>',
  ],
  [
    'aligned columns',
    '| a |\n|--:|\n| 1 |',
    '<table>\n<thead>\n<tr>\n<th class="align-right">a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td class="align-right">1</td>\n</tr>\n</tbody>\n</table>',
  ],
  ['tasks as signs', '- [x] a\n- [ ] b', '<ul>\n<li>☑ a</li>\n<li>☐ b</li>\n</ul>'],
  ['a component on its own', '<MemoryChart of="rss" />', '(MemoryChart {"of":"rss"})(/)'],
  ['a component in a sentence', 'see <Incident id={12} />.', '[p]see (Incident {"id":12})(/).[/p]'],
  ['an incident alone as a paragraph', '<Incident id={12} />', '[p](Incident {"id":12})(/)[/p]'],
  [
    'words in a component as a paragraph',
    '<Lesson>Do *so*.</Lesson>',
    '(Lesson {})<p>Do <em>so</em>.</p>(/)',
  ],
  ['a string in braces', '<MemoryChart of={"rss"} />', '(MemoryChart {"of":"rss"})(/)'],
  [
    'braces in quotes',
    '<Sketch id="a" shape="b" title="{c}" says="d" />',
    '(Sketch {"id":"a","shape":"b","title":"{c}","says":"d"})(/)',
  ],
  [
    'a call stack',
    '<CallStack title="t" source="s">\n\n```\na\nb\n```\n\n</CallStack>',
    '(CallStack {"title":"t","source":"s"})<pre><code>a\nb\n</code></pre>(/)',
  ],
  [
    'a timeline with marks',
    '<Timeline>\n\n- 2020: a [^b]\n\n</Timeline>',
    '(Timeline {})[ul][li]2020: a {b}[/li][/ul](/)',
  ],
  [
    'details',
    '<details>\n<summary>More</summary>\n\ntext\n\n</details>',
    '<details><summary>More</summary><p>text</p></details>',
  ],
  ['Windows line ends', 'a\r\nb\r\n\r\nc', '<p>a\nb</p>\n<p>c</p>'],
];

const noRun = 'content is data and never runs.';
export const expression = (found: string) =>
  `expressions are not allowed (found ${found}). Write the value itself; put code in backticks, or write \\{ for a brace.`;
const moduleCode = (word: string) =>
  `"${word}" is not allowed: ${noRun} Components are there without it. If this is prose, begin the sentence with another word.`;
const scheme = (name: string, found: string) =>
  `addresses with "${name}:" are not allowed (found "${found}"). Link to a page with https://.`;
const noTag =
  'the < begins no tag that can be read. Write &lt; for the sign, [text](https://...) for a link, or put code in backticks.';

/** A name, a body, and its faults. */
export const refused: readonly [name: string, text: string, ...faults: string[]][] = [
  ['import', 'a\n\nimport x from "y"', `3:1 ${moduleCode('import')}`],
  ['export', 'export const a = 1', `1:1 ${moduleCode('export')}`],
  ['an expression in text', 'a\n\nb {1 + 1} c', `3:3 ${expression('{1 + 1}')}`],
  ['an expression as a paragraph', '{process.exit()}', `1:1 ${expression('{process.exit()}')}`],
  ['a literal in text', 'a {1}', `1:3 ${expression('{1}')}`],
  ['an expression over lines', '{\n  a\n}', `1:1 ${expression('{ a }')}`],
  ['an expression in a list', '- a\n- {b}', `2:3 ${expression('{b}')}`],
  [
    'an open brace',
    'a { b',
    '1:3 the brace is never closed. Write \\{ for a brace, or put code in backticks.',
  ],
  ['an expression as a value', '<MemoryChart of={id} />', `1:17 ${expression('{id}')}`],
  ['a template as a value', '<MemoryChart of={`a`} />', `1:17 ${expression('{`a`}')}`],
  ['an element as a value', '<MemoryChart of={<b/>} />', `1:17 ${expression('{<b/>}')}`],
  ['a comment as a value', '<MemoryChart of={/* a */} />', `1:17 ${expression('{/* a */}')}`],
  [
    'spread attributes',
    '<MemoryChart of="a" {...b} />',
    '1:21 spread attributes are not allowed (found {...b}). Write each attribute with its value.',
  ],
  [
    'an unknown component',
    '<MemryChart of="a" />',
    '1:1 there is no component <MemryChart>. Did you mean "MemoryChart"? The components are MemoryChart, BeforeAfter, Hotspots, Sketch, Timeline, CallStack, Lesson, Incident.',
  ],
  [
    'a member as component',
    '<a.b />',
    '1:1 there is no component <a.b>. The components are MemoryChart, BeforeAfter, Hotspots, Sketch, Timeline, CallStack, Lesson, Incident.',
  ],
  [
    'a name from Object',
    '<constructor />',
    '1:1 <constructor> is not allowed. Write plain Markdown instead.',
  ],
  ['a fragment', '<>a</>', '1:1 <> is not allowed. Delete it and its end.'],
  [
    'an unknown attribute',
    '<MemoryChart of="a" off="b" />',
    '1:21 <MemoryChart> has no attribute "off". Did you mean "of"? It takes of.',
  ],
  [
    'a prototype as attribute',
    '<MemoryChart of="a" __proto__="b" />',
    '1:21 <MemoryChart> has no attribute "__proto__". It takes of.',
  ],
  [
    'an attribute twice',
    '<MemoryChart of="a" of="b" />',
    '1:21 <MemoryChart> has of twice. Delete one of them.',
  ],
  [
    'a missing attribute',
    'a\n\n<BeforeAfter />',
    '3:1 <BeforeAfter> lacks of: the id of an entry under improvement. Write <BeforeAfter of="peak-heap" />.',
  ],
  [
    'text for a number',
    'x <Incident id="12" />',
    '1:13 <Incident> wants a number in braces for id (found "12"). Write id={12}.',
  ],
  [
    'a negative number',
    'x <Incident id={-12} />',
    '1:13 <Incident> wants a number in braces for id (found -12). Write id={12}.',
  ],
  [
    'a number for text',
    '<MemoryChart of={12} />',
    '1:14 <MemoryChart> wants text for of (found 12). Write of="...".',
  ],
  [
    'an attribute without value',
    '<MemoryChart of />',
    '1:14 <MemoryChart> wants text for of (found true). Write of="...".',
  ],
  [
    'an empty attribute',
    '<MemoryChart of=" " />',
    '1:14 <MemoryChart> has an empty of. It should be the id of a measurement.',
  ],
  ['script', '<script>alert(1)</script>', `1:1 <script> is not allowed: ${noRun} Delete it.`],
  ['style', 'a\n\n<style>b</style>', `3:1 <style> is not allowed: ${noRun} Delete it.`],
  ['iframe', '<iframe src="https://a.b" />', `1:1 <iframe> is not allowed: ${noRun} Delete it.`],
  [
    'HTML that Markdown has signs for',
    'a <b>c</b>',
    '1:3 <b> is not allowed. Write **bold** instead.',
  ],
  ['other HTML', '<div>a</div>', '1:1 <div> is not allowed. Write plain Markdown instead.'],
  [
    'an attribute of allowed HTML',
    '<kbd class="a">K</kbd>',
    '1:6 <kbd> takes no attribute "class". Delete it.',
  ],
  [
    'an event handler',
    '<kbd onClick="a()">K</kbd>',
    `1:6 event handlers are not allowed (found onClick). Content is data and never runs. Delete it.`,
  ],
  [
    'an event handler on a component',
    '<MemoryChart of="a" onload="b" />',
    `1:21 event handlers are not allowed (found onload). Content is data and never runs. Delete it.`,
  ],
  [
    'set:html',
    '<Lesson set:html="a">b</Lesson>',
    '1:9 attributes with a colon are not allowed (found set:html). Delete it.',
  ],
  ['an HTML comment', 'a <!-- b -->', '1:3 HTML comments are not allowed. Write {/* ... */}.'],
  [
    'an address in angle brackets',
    '<https://a.b>',
    '1:1 addresses in angle brackets are not allowed (found <https://a.b>). Write [text](https://...), or the address alone.',
  ],
  ['less or equal', 'a <= b', `1:3 ${noTag}`],
  [
    'an unclosed component',
    'a\n\n<Lesson>\n\nb',
    '3:1 <Lesson> is never closed. Write </Lesson> behind its content, or /> at its end if it has none; a tag and its end belong into the same paragraph or list item.',
  ],
  [
    'a closing tag too many',
    'a\n\n</Lesson>',
    '3:1 </Lesson> closes nothing. Delete it, or write <Lesson> before the content.',
  ],
  [
    'a javascript address',
    '[a](javascript:alert(1))',
    `1:1 ${scheme('javascript', 'javascript:alert(1)')}`,
  ],
  [
    'a javascript address in capitals',
    '[a](JaVaScRiPt:b)',
    `1:1 ${scheme('javascript', 'JaVaScRiPt:b')}`,
  ],
  [
    'a javascript address with a tab',
    '[a](<java\tscript:b>)',
    `1:1 ${scheme('javascript', 'java%09script:b')}`,
  ],
  [
    'a javascript address with entities',
    '[a](&#x6a;avascript&colon;b)',
    `1:1 ${scheme('javascript', 'javascript:b')}`,
  ],
  [
    'a javascript address in percent signs',
    '[a](%6Aavascript:b)',
    `1:1 ${scheme('javascript', '%6Aavascript:b')}`,
  ],
  [
    'a javascript address by reference',
    '[a][b]\n\n[b]: javascript:c',
    `1:1 ${scheme('javascript', 'javascript:c')}`,
  ],
  ['a data address', '[a](data:text/html,b)', `1:1 ${scheme('data', 'data:text/html,b')}`],
  ['a vbscript address', '[a](vbscript:b)', `1:1 ${scheme('vbscript', 'vbscript:b')}`],
  ['a file address', '[a](file:///etc/passwd)', `1:1 ${scheme('file', 'file:///etc/passwd')}`],
  [
    'an address without scheme',
    '[a](//b.c)',
    `1:1 want a whole address, or one from this site's root (found "//b.c"). Write https://..., /i/12/ or #heading.`,
  ],
  [
    'a relative address',
    '[a](../b)',
    `1:1 want a whole address, or one from this site's root (found "../b"). Write https://..., /i/12/ or #heading.`,
  ],
  [
    'a link without text',
    '[](https://a.b)',
    '1:1 the link has no text. Write [what it leads to](...).',
  ],
  [
    'a name and password',
    '[a](https://b:c@d.e)',
    '1:1 the address contains a user name (found "https://b:c@d.e"). Delete the part before the @.',
  ],
  [
    'an image without text',
    '![](a.png)',
    '1:1 the image has no text for those who cannot see it. Write ![what it shows](...).',
  ],
  [
    'an image from elsewhere',
    '![a](https://b.c/d.png)',
    '1:1 an image must be a file in the folder of the postmortem (found "https://b.c/d.png"). Save the file there, if its license allows it, and write its name.',
  ],
  [
    'an image as data',
    '![a](data:image/png;base64,b)',
    '1:1 an image must be a file in the folder of the postmortem (found "data:image/png;base64,b"). Save the file there, if its license allows it, and write its name.',
  ],
  [
    'an image outside the folder',
    '![a](../b.png)',
    `1:1 want the name of a file in the postmortem's own folder (found "../b.png"). Use letters, digits, dots and hyphens.`,
  ],
  [
    'an SVG, which can hold scripts',
    '![a](b.svg)',
    '1:1 want a PNG, JPEG, WebP, AVIF or GIF image (found "b.svg").',
  ],
  [
    'a heading of the first level',
    '# A',
    '1:1 the title is the only heading of the first level. Write ##.',
  ],
  [
    'an underlined heading',
    'A\n===',
    '1:1 the title is the only heading of the first level. Write ##.',
  ],
  [
    'a heading of the fifth level',
    '##### A',
    '1:1 headings go from ## to #### (found #####). Write a shorter one.',
  ],
  ['an empty heading', '##', '1:1 the heading is empty. Give it a name or delete it.'],
  [
    'a footnote',
    'a [^b]\n\n[^b]: c',
    '3:1 footnotes are not written in the body (found [^b]:). Put the source under sources in the frontmatter, and keep the mark [^b] in the text.',
  ],
  [
    'two sources in one mark',
    'a [^b, c]',
    '1:3 the mark of a source wants one id (found [^b, c]). Write [^issue-147]; one mark for each source; put code in backticks.',
  ],
  [
    'a mark inside a link',
    '[a [^b]](https://c.d)',
    '1:4 the mark [^b] is inside a link. Put it after the link.',
  ],
  [
    'a chart among words',
    'a <MemoryChart of="b" /> c',
    '1:3 <MemoryChart> is inside a paragraph. Put it on its own lines, with an empty line before and after.',
  ],
  [
    'content in a chart',
    '<MemoryChart of="b">c</MemoryChart>',
    '1:1 <MemoryChart> takes no content. Write <MemoryChart of="rss-before" />.',
  ],
  [
    'a stack without code',
    '<CallStack title="a" source="b">c</CallStack>',
    '1:1 <CallStack> wraps one fenced code block, one frame on each line. Write <CallStack title="..." source="issue">, a fenced code block, </CallStack>.',
  ],
  [
    'a timeline without list',
    '<Timeline>a</Timeline>',
    '1:1 <Timeline> wraps one list. Write <Timeline>, an empty line, a list, an empty line, </Timeline>.',
  ],
  [
    'a timeline without moments',
    '<Timeline>\n\n- 2020: a\n- b\n\n</Timeline>',
    '1:1 <Timeline> wants each item as "date or moment: what happened" (found "b").',
  ],
  [
    'an empty lesson',
    '<Lesson></Lesson>',
    '1:1 <Lesson> is empty. Write the lesson between its tags.',
  ],
  [
    'tables nested in quotes without end',
    `${'> '.repeat(60)}a`,
    '1:81 nested more than 40 levels deep. Write it flat.',
  ],
  [
    'several things at once',
    '# A\n\n{b}\n\n<c>d</c>\n\n<Lesson>\n\ne <= f',
    '3:1 ' + expression('{b}'),
    '7:1 <Lesson> is never closed. Write </Lesson> behind its content, or /> at its end if it has none; a tag and its end belong into the same paragraph or list item.',
    `9:3 ${noTag}`,
    '1:1 the title is the only heading of the first level. Write ##.',
    '5:1 <c> is not allowed. Write plain Markdown instead.',
  ],
];
