import { checkDepth } from './check-depth';
import { InputProblem } from './input-problem';
import { lineAt } from './line-at';
import { OnRepeatedKey, refuseRepeatedKey } from './repeated-key';

/**
 * Reads JSON. It refuses what `JSON.parse` accepts silently: keys that stand twice, of which one would hide the other,
 * unless someone is told of them, and nesting that would exhaust the stack later.
 *
 * @throws InputProblem with the line
 */
export function readJsonText(text: string, onRepeatedKey: OnRepeatedKey = refuseRepeatedKey): unknown {
  checkJson(text, onRepeatedKey);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputProblem(`not valid JSON: ${(error as Error).message}`);
  }
}

/** What may come next. `JSON.parse` of Node.js does not always say where it stopped. */
type Expected = 'a value' | 'a value or ]' | 'a key' | 'a key or }' | ':' | ', or }' | ', or ]' | 'nothing more';

interface Level {
  /** The keys so far; a list has none. */
  readonly keys?: Set<string>;
  /** The key or the index of the value that comes next, or is open. */
  step: string | number;
}

function checkJson(text: string, onRepeatedKey: OnRepeatedKey): void {
  const open: Level[] = [];
  let expected: Expected = 'a value';
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const end = endOfToken(text, at);
    const token = text.slice(at, end);
    const wrong = () => new InputProblem(`not valid JSON: ${expected} expected, not ${shortened(token)}`, lineAt(text, at));
    const level = open[open.length - 1];
    if (expected.startsWith('a key') && token.startsWith('"')) {
      const key = token.includes('\\') ? unescaped(token) : token.slice(1, -1);
      if (level.keys!.has(key)) {
        onRepeatedKey([...open.slice(0, -1).map(({ step }) => step), key], lineHere(text, at));
      }
      level.keys!.add(key);
      level.step = key;
      expected = ':';
    } else if (expected.startsWith('a value') && (token === '{' || token === '[')) {
      open.push(token === '{' ? { keys: new Set(), step: '' } : { step: 0 });
      checkDepth(open.length, () => lineAt(text, at));
      expected = token === '{' ? 'a key or }' : 'a value or ]';
    } else if (expected.startsWith('a value') && SCALAR.test(token)) {
      expected = afterValue(level);
    } else if ((token === '}' || token === ']') && expected.endsWith(token)) {
      open.pop();
      expected = afterValue(open[open.length - 1]);
    } else if (token === ':' && expected === ':') {
      expected = 'a value';
    } else if (token === ',' && expected.startsWith(',')) {
      expected = level.keys ? 'a key' : 'a value';
      if (typeof level.step === 'number') {
        level.step++;
      }
    } else {
      throw wrong();
    }
    at = skipSpace(text, end);
  }
  if (expected !== 'nothing more') {
    throw new InputProblem(`not valid JSON: ${expected} expected, but the text ends`, lineAt(text, text.length));
  }
}

function lineHere(text: string, at: number): () => number {
  return () => lineAt(text, at);
}

const SCALAR = /^(?:"|(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$)/;

function afterValue(level: Level | undefined): Expected {
  return level === undefined ? 'nothing more' : level.keys ? ', or }' : ', or ]';
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (' \t\r\n'.includes(text[at]) && at < text.length) {
    at++;
  }
  return at;
}

/** By hand, because a regular expression gives up on texts of some megabytes. */
function endOfToken(text: string, start: number): number {
  if (text[start] === '"') {
    for (let at = start + 1; at < text.length; at++) {
      if (text[at] === '"') {
        return at + 1;
      }
      if (text[at] === '\\') {
        at++;
      } else if (text[at] < ' ') {
        throw new InputProblem('not valid JSON: a text contains a line break or another control character', lineAt(text, at));
      }
    }
    throw new InputProblem('not valid JSON: a text does not end', lineAt(text, start));
  }
  let at = start + 1;
  while (!'{}[]:,'.includes(text[start]) && at < text.length && !' \t\r\n"{}[]:,'.includes(text[at])) {
    at++;
  }
  return at;
}

function unescaped(token: string): string {
  try {
    return JSON.parse(token);
  } catch {
    return token;
  }
}

function shortened(token: string): string {
  return token.length > 60 ? `${token.slice(0, 60)}…` : token;
}
