import { StatementOf } from './statement-of';
import { hasWildcard } from '../glob';
import { readOperator } from '../operators';
import { PolicyDocument, PolicyStatement, PolicyText, PrincipalPattern } from '../policy-document';
import { AwsIdentity, readAwsIdentity } from '../policy-request';

/** What some policies mention: requests that differ in nothing of this look the same to them. */
export interface Vocabulary {
  /** Condition keys, those of policy variables included. */
  readonly keys: ReadonlySet<string>;
  /** Values without wildcards, per key. */
  readonly constants: ReadonlyMap<string, ReadonlySet<string>>;
  /** Values with wildcards, per key. */
  readonly globs: ReadonlyMap<string, ReadonlySet<string>>;
  /** Keys that are compared by an operator on sets. */
  readonly setKeys: ReadonlySet<string>;
  /** Keys that no request to the bucket carries. */
  readonly neverCarried: ReadonlySet<string>;
  /** Keys of policy variables. */
  readonly variables: ReadonlySet<string>;
  /** Per key of a policy variable, the keys that are compared with it and nothing else. */
  readonly comparedWith: ReadonlyMap<string, ReadonlySet<string>>;
  /** Users, roles and sessions named as principals. */
  readonly identities: readonly AwsIdentity[];
  readonly accounts: ReadonlySet<string>;
  readonly organizations: ReadonlySet<string>;
  readonly vpcs: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
  readonly federated: ReadonlySet<string>;
  readonly canonicalUsers: ReadonlySet<string>;
  readonly partition: string;
  readonly resources: ReadonlySet<string>;
}

const VARIABLE = /\$\{\s*([A-Za-z0-9-]+:[^,}]*?)\s*(?:,[^}]*)?\}/g;

/** A text that is one variable and nothing else. */
const ALONE = new RegExp(`^${VARIABLE.source}$`);

const variablesOfStatements = new WeakMap<PolicyStatement, ReadonlySet<string>>();

/** The keys of the policy variables of a statement. */
export function variablesOf({ document: { version }, statement }: StatementOf): ReadonlySet<string> {
  let variables = variablesOfStatements.get(statement);
  if (!variables) {
    const texts = version === '2012-10-17' ? [...statement.resources, ...statement.notResources, ...statement.conditions.flatMap(({ values }) => values)] : [];
    variables = new Set(texts.flatMap((text) => typeof text === 'string' ? [...text.matchAll(VARIABLE)].map(([, key]) => key.toLowerCase()) : []));
    variablesOfStatements.set(statement, variables);
  }
  return variables;
}

/** Collects the vocabulary of policies, and of further names that a question speaks of. */
export function vocabularyOf(documents: readonly PolicyDocument[], further: readonly string[] = [], furtherKeys: readonly string[] = []): Vocabulary {
  const keys = new Set<string>(furtherKeys);
  const variables = new Set<string>();
  const setKeys = new Set<string>();
  const constants = new Map<string, Set<string>>();
  const globs = new Map<string, Set<string>>();
  const comparedWith = new Map<string, Set<string>>();
  const texts = new Set<string>(further);
  const resources = new Set<string>();
  const named: Record<PrincipalPattern['type'], Set<string>> = { AWS: new Set(), Service: new Set(), Federated: new Set(), CanonicalUser: new Set() };

  const note = (map: Map<string, Set<string>>, key: string, value: string) => map.set(key, (map.get(key) ?? new Set()).add(value));
  const read = (value: PolicyText, withVariables: boolean): string | undefined => {
    if (typeof value !== 'string') {
      return undefined;
    }
    texts.add(value);
    for (const [, key] of withVariables ? value.matchAll(VARIABLE) : []) {
      variables.add(key.toLowerCase());
      keys.add(key.toLowerCase());
    }
    return value;
  };
  for (const { version, statements } of documents) {
    const withVariables = version === '2012-10-17';
    for (const { principals, notPrincipals, resources: positive, notResources, conditions } of statements) {
      for (const { type, value } of [...principals, ...notPrincipals]) {
        if (typeof value === 'string' && (type !== 'AWS' || value !== '*')) {
          named[type].add(type !== 'AWS' && hasWildcard(value) ? '*' : value);
          texts.add(value);
        }
      }
      for (const pattern of [...positive, ...notResources]) {
        const text = read(pattern, withVariables);
        if (text !== undefined) {
          resources.add(text);
        }
      }
      for (const { operator, key, values } of conditions) {
        keys.add(key);
        if (readOperator(operator)?.set) {
          setKeys.add(key);
        }
        for (const value of values) {
          const text = read(value, withVariables);
          if (text !== undefined && !text.includes('${')) {
            note(hasWildcard(text) ? globs : constants, key, text);
          }
          const alone = withVariables && text !== undefined ? ALONE.exec(text)?.[1].toLowerCase() : undefined;
          if (alone !== undefined) {
            note(comparedWith, alone, key);
          }
        }
      }
    }
  }
  for (const service of [...constants.get('aws:principalservicename') ?? [], ...constants.get('aws:principalservicenameslist') ?? []]) {
    named.Service.add(service);
  }
  const all = [...texts].join('\n');
  return {
    keys,
    constants,
    globs,
    setKeys,
    neverCarried: new Set(documents.flatMap(({ neverCarried = [] }) => neverCarried)),
    variables,
    comparedWith,
    identities: [...named.AWS].flatMap((value) => readAwsIdentity(value) ?? []).filter(({ kind }) => kind !== 'root'),
    accounts: new Set([...all.match(/(?<!\d)\d{12}(?!\d)/g) ?? [], ...(all.includes(':iam::cloudfront:') ? ['cloudfront'] : [])]),
    organizations: new Set(all.match(/\bo-[a-z0-9]+/g) ?? []),
    vpcs: new Set(all.match(/\bvpc-[a-z0-9]+/g) ?? []),
    services: named.Service,
    federated: named.Federated,
    canonicalUsers: named.CanonicalUser,
    partition: /\barn:(aws[a-z-]*):/.exec([...resources].join('\n'))?.[1] ?? 'aws',
    resources,
  };
}

/** An account id that is none of these. */
export function freshAccount(taken: ReadonlySet<string>): string {
  return freshOf(taken, (i) => String(999988887777 - i));
}

/** An organization id that is none of these. */
export function freshOrganization(taken: ReadonlySet<string>): string {
  return freshOf(taken, (i) => `o-outsider${String(i).padStart(2, '0')}`);
}

/** The first name made that is none of these. */
export function freshOf(taken: ReadonlySet<string>, make: (i: number) => string): string {
  let i = 0;
  while (taken.has(make(i))) {
    i++;
  }
  return make(i);
}
