import { InputProblem } from './input-problem';
import { lineAt } from './line-at';
import { parseYaml } from './parse-yaml';
import { templateBody } from './read-template-text';
import { SourceNode } from './source-node';
import { UsageError } from './usage';
import { nearestName } from '../policy/nearest-name';
import { S3_ACTIONS } from '../policy/s3-actions';
import { Claim, Invariant } from '../reach/invariant';
import { REACH_ACTIONS } from '../reach/reach-actions';

/** The kinds of claims by the key that makes them. */
const CLAIMS = ['onlyBy', 'onlyThrough', 'notFromInternet', 'from'] as const;
const KEYS = ['name', 'bucket', 'actions', ...CLAIMS, 'expect', 'allowUnknown'] as const;

/** Reads a file of invariants, in YAML or JSON. @throws UsageError with the file, the line and what is wrong there */
export function readInvariants(given: string, file: string): Invariant[] {
  const text = templateBody(given);
  try {
    const reader = new InvariantsReader(text);
    return reader.file(parseYaml(text));
  } catch (error) {
    throw error instanceof InputProblem ? new UsageError(`${file}: ${error.message}`) : error;
  }
}

type Fields<K extends string> = Partial<Record<K, SourceNode | null>>;

class InvariantsReader {
  constructor(private readonly text: string) {}

  file(document: SourceNode | null): Invariant[] {
    const { invariants } = this.map(document, ['invariants'], 'the file');
    return this.list(invariants, document, 'invariants', 'an invariant').map((item) => this.invariant(item));
  }

  private invariant(node: SourceNode | null): Invariant {
    const fields = this.map(node, KEYS, 'an invariant');
    const made = CLAIMS.filter((key) => key in fields);
    if (made.length !== 1) {
      throw this.problem(made.length === 0 ? `an invariant needs one of ${CLAIMS.join(', ')}` : `an invariant has one of ${CLAIMS.join(', ')}, and this one has ${made.join(' and ')}`, node);
    }
    if (!('bucket' in fields)) {
      throw this.problem('an invariant needs a bucket', node);
    }
    if (made[0] !== 'from' && 'expect' in fields) {
      throw this.problem('expect belongs to from', fields.expect ?? node);
    }
    return {
      ...'name' in fields ? { name: this.words(fields.name, node, 'name') } : {},
      bucket: this.words(fields.bucket, node, 'bucket'),
      actions: 'actions' in fields ? this.actions(fields.actions, node, made[0]) : [],
      allowUnknown: 'allowUnknown' in fields && this.flag(fields.allowUnknown, node, 'allowUnknown'),
      claim: this.claim(made[0], fields, node),
    };
  }

  private claim(kind: typeof CLAIMS[number], fields: Fields<typeof KEYS[number]>, node: SourceNode | null): Claim {
    switch (kind) {
      case 'onlyBy': return { kind, principals: this.list(fields.onlyBy, node, kind, 'a logical id or an ARN').map((item) => this.words(item, fields.onlyBy ?? node, kind)) };
      case 'onlyThrough': return { kind, hops: this.list(fields.onlyThrough, node, kind, 'a logical id').map((item) => this.words(item, fields.onlyThrough ?? node, kind)) };
      case 'notFromInternet':
        if (!this.flag(fields.notFromInternet, node, kind)) {
          throw this.problem('notFromInternet is true, or is not there', fields.notFromInternet ?? node);
        }
        return { kind };
      case 'from': return { kind, place: this.words(fields.from, node, kind), expect: this.expected(fields.expect, node) };
    }
  }

  private expected(node: SourceNode | null | undefined, around: SourceNode | null): 'cut' | 'reaches' {
    const text = node === undefined ? undefined : this.words(node, around, 'expect');
    if (text !== 'cut' && text !== 'reaches') {
      throw this.problem(`from needs expect: cut or expect: reaches${text === undefined ? '' : `, and not ${text}`}`, node ?? around);
    }
    return text;
  }

  private actions(node: SourceNode | null | undefined, around: SourceNode | null, kind: typeof CLAIMS[number]): string[] {
    if (kind === 'notFromInternet') {
      throw this.problem('notFromInternet is about all actions: remove actions', node ?? around);
    }
    return this.list(node, around, 'actions', 'an action').map((item) => {
      const text = this.words(item, node ?? around, 'actions');
      const known = kind === 'onlyBy' ? S3_ACTIONS.map(({ name }) => name) : REACH_ACTIONS;
      if (!known.some((action) => action === text)) {
        const meant = nearestName(text, known);
        throw this.problem(`${text} is not ${kind === 'onlyBy' ? 'an action of S3' : `one of ${known.join(', ')}`}${meant === undefined ? '' : `; did you mean ${meant}?`}`, item ?? node ?? around);
      }
      return text;
    });
  }

  private map<K extends string>(given: SourceNode | null, keys: readonly K[], what: string): Fields<K> {
    const node = target(given);
    if (node?.kind !== 'mapping') {
      throw this.problem(`${what} is a map of ${keys.join(', ')}`, given);
    }
    const fields = new Map<K, SourceNode | null>();
    for (const [keyNode, value] of node.pairs) {
      const key = keyNode?.text ?? '';
      const known = keys.find((one) => one === key);
      if (known === undefined) {
        const meant = nearestName(key, keys);
        throw this.problem(`${what} has no key ${JSON.stringify(key)}${meant === undefined ? `; its keys are ${keys.join(', ')}` : `; did you mean ${meant}?`}`, keyNode ?? node);
      }
      if (fields.has(known)) {
        throw this.problem(`${key} is given twice`, keyNode ?? node);
      }
      fields.set(known, value);
    }
    return Object.fromEntries(fields) as Fields<K>;
  }

  private list(given: SourceNode | null | undefined, around: SourceNode | null, key: string, item: string): readonly (SourceNode | null)[] {
    const node = target(given);
    if (node?.kind !== 'sequence') {
      throw this.problem(`${key} is a list`, given ?? around);
    }
    if (node.items.length === 0) {
      throw this.problem(`${key} is empty: list at least ${item}`, node);
    }
    return node.items;
  }

  private words(given: SourceNode | null | undefined, around: SourceNode | null, key: string): string {
    const node = target(given);
    if (node?.kind !== 'scalar' || node.text.trim() === '') {
      throw this.problem(`${key} needs a text`, given ?? around);
    }
    return node.text;
  }

  private flag(given: SourceNode | null | undefined, around: SourceNode | null, key: string): boolean {
    const node = target(given);
    if (node?.kind !== 'scalar' || !['true', 'false'].includes(node.text)) {
      throw this.problem(`${key} is true or false`, given ?? around);
    }
    return node.text === 'true';
  }

  private problem(message: string, node: SourceNode | null): InputProblem {
    return new InputProblem(message, node === null ? undefined : lineAt(this.text, node.start));
  }
}

function target(node: SourceNode | null | undefined): SourceNode | null | undefined {
  return node?.kind === 'alias' ? node.target : node;
}
