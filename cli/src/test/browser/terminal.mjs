// Draws what a command prints in a terminal as an SVG.
//
//   node terminal.mjs COLUMNS FILE.svg PROGRAM [ARGUMENT...]
//
// The picture of the README: node terminal.mjs 120 docs/images/table.svg ./tlsfloor scan samples/office-hour
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const CELL = 8.4;
const LINE = 18;
const LEFT = 20;
const TOP = 44;
const COLOURS = { 1: 'fill="#ffffff" font-weight="700"', '1;31': 'fill="#ff7b72" font-weight="700"', 31: 'fill="#ff7b72"',
  33: 'fill="#d29922"', 36: 'fill="#76e3ea"', 2: 'fill="#8b949e"' };

const [columns, file, ...command] = process.argv.slice(2);
const typed = command.map((word) => word.replace(/^.*\/tlsfloor$/, 'tlsfloor')).join(' ');
const printed = spawnSync(command[0], [...command.slice(1), '--color', 'always'],
  { env: { ...process.env, COLUMNS: columns, LINES: '200' }, encoding: 'utf8', maxBuffer: 1 << 28 }).stdout.trimEnd();
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll(' ', '\u00a0');

let y = TOP - LINE;
const lines = ['$ ' + typed, ...printed.split('\n')].map((line) => {
  let x = 0;
  let colour = '';
  const spans = line.split(/(\x1b\[[0-9;]*m)/).map((part) => {
    const code = /^\x1b\[([0-9;]*)m$/.exec(part);
    if (code) {
      colour = COLOURS[code[1]] ?? '';
      return '';
    }
    const span = part && `<tspan x="${(LEFT + x * CELL).toFixed(1)}"${colour && ' ' + colour}>${escaped(part)}</tspan>`;
    x += [...part].length;
    return span;
  });
  y += LINE;
  return `<text y="${y}">${spans.join('')}</text>`;
});
const width = Math.round(2 * LEFT + columns * CELL);
writeFileSync(file, `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y + 16}" viewBox="0 0 ${width} ${y + 16}" role="img" aria-label="${escaped(typed)}: the table in a terminal">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<circle cx="20" cy="16" r="5" fill="#ff5f57"/><circle cx="38" cy="16" r="5" fill="#febc2e"/><circle cx="56" cy="16" r="5" fill="#28c840"/>
<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14" fill="#c9d1d9" xml:space="preserve">
${lines.join('\n')}
</g>
</svg>
`);
