import { PolicyDocument, readPolicyDocument } from './policy-document';
import { PolicyInputError } from './policy-request';

/** Far above the 20 KB that S3 takes for a bucket policy, and small enough to be read at once. */
const MAXIMUM_LENGTH = 2_000_000;
const MAXIMUM_DEPTH = 64;

/**
 * Reads a policy from the text of a file: the bare document, or `{"Policy": "…"}` as the AWS CLI answers.
 *
 * A key that stands twice in an object is refused: IAM and JSON parsers disagree on which one counts.
 *
 * @throws PolicyInputError if the text is no policy; it names the place
 */
export function readPolicyText(text: string): PolicyDocument {
  const json = readJson(text);
  const wrapped = isObject(json) && json.Statement === undefined ? json.Policy : undefined;
  if (typeof wrapped === 'string') {
    return readPolicyText(wrapped);
  }
  const document = isObject(wrapped) ? wrapped : json;
  if (!isObject(document) || document.Statement === undefined) {
    throw new PolicyInputError('', 'not a policy document: it has no Statement');
  }
  if (document.Version !== undefined && document.Version !== '2012-10-17' && document.Version !== '2008-10-17') {
    throw new PolicyInputError('Version', `a policy has the version "2012-10-17" or "2008-10-17", not ${JSON.stringify(document.Version)}`);
  }
  return readPolicyDocument(document);
}

/** Reads JSON. @throws PolicyInputError with the line and column, or the place of a key that stands twice */
export function readJson(text: string): unknown {
  if (text.length > MAXIMUM_LENGTH) {
    throw new PolicyInputError('', `the text has ${text.length} characters; up to ${MAXIMUM_LENGTH} are read, and S3 accepts 20 KB`);
  }
  checkStructure(text);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new PolicyInputError('', `not valid JSON: ${(error as Error).message}`);
  }
}

/** Finds what JSON.parse accepts silently: keys that stand twice, and nesting that would exhaust the stack later. */
function checkStructure(text: string): void {
  const open: { readonly keys?: Set<string>; name: string }[] = [];
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/gs;
  let last = '';
  for (const [found] of text.matchAll(token)) {
    if (found === '{' || found === '[') {
      open.push({ keys: found === '{' ? new Set() : undefined, name: '' });
      if (open.length > MAXIMUM_DEPTH) {
        throw new PolicyInputError(placeOf(open), `nested more than ${MAXIMUM_DEPTH} levels deep`);
      }
    } else if (found === '}' || found === ']') {
      open.pop();
    } else if (found === ':' && last.startsWith('"')) {
      const level = open[open.length - 1];
      const name = unquote(last);
      if (level?.keys?.has(name)) {
        throw new PolicyInputError(placeOf(open), `the key ${last} stands twice`);
      }
      level?.keys?.add(name);
      if (level) {
        level.name = name;
      }
    }
    last = found;
  }
}

function placeOf(open: readonly { readonly name: string }[]): string {
  return open.map(({ name }) => name).filter((name) => name !== '').join('.').slice(0, 200);
}

function unquote(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
