import { Answer, some, when } from './three-valued';
import { arnParts, ONE, PATH, STAR, Token } from './tokens';
import { amongRolePaths } from './unknown-path';

const ROLE_PATH = '(?:[!-~]*/)?';

function source(tokens: readonly Token[], star: string, one: string): string {
  return tokens.map((token) => {
    switch (token) {
      case STAR: return star;
      case ONE: return one;
      case PATH: return ROLE_PATH;
      default: return String(token).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    }
  }).join('');
}

/** A policy is asked about many requests. */
const EXPRESSIONS = new Map<string, RegExp>();

function fits(expression: string, text: string): boolean {
  let compiled = EXPRESSIONS.get(expression);
  if (!compiled) {
    compiled = new RegExp(`^(?:${expression})$`, 'u');
    EXPRESSIONS.set(expression, compiled);
  }
  return compiled.test(text);
}

/** A pattern with a role's path in it fits a text for one path at most, so that a fit is only a `maybe`. */
const known = (pattern: readonly Token[], doesFit: boolean): Answer => (doesFit && pattern.includes(PATH) ? 'maybe' : when(doesFit));

/** Whether a pattern fits a whole text. */
export function matches(pattern: readonly Token[], text: string): Answer {
  return known(pattern, fits(source(pattern, '[^]*', '[^]'), text));
}

/**
 * Whether a pattern fits a resource. "You can use wildcard characters within the individual segments of an ARN (the parts separated by
 * colons). If the `*` wildcard is the last character of a resource ARN segment, it can expand to match beyond the colon boundaries."
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchesResource(pattern: readonly Token[], resource: string): Answer {
  const parts = arnParts(pattern);
  const header = parts.slice(0, 5).map((part) => (
    part[part.length - 1] === STAR ? `${source(part.slice(0, -1), '[^:]*', '[^:]')}[^]*` : source(part, '[^:]*', '[^:]')
  ));
  const rest = parts.slice(5).map((part) => source(part, '[^]*', '[^]'));
  return known(pattern, fits([...header, ...rest].join(':'), resource));
}

/** A text of the request in which the path of a role may be unknown. */
const hasPath = (tokens: readonly Token[]) => tokens.includes(PATH);
const same = (left: readonly Token[], right: readonly Token[]) => left.length === right.length && left.every((token, i) => token === right[i]);

/** Whether any of these patterns fits a text of the request, for every path that its role can have. */
export function anyMatches(patterns: ReadonlyArray<readonly Token[]>, subject: readonly Token[]): Answer {
  if (!hasPath(subject)) {
    return some(patterns.map((pattern) => matches(pattern, subject.join(''))));
  }
  const withPath = patterns.filter(hasPath);
  // The ARN itself as a policy variable: whatever the path, it is the same on both sides.
  if (withPath.some((pattern) => same(pattern.filter((token) => token !== STAR), subject))) {
    return 'yes';
  }
  const [before, after] = [subject.slice(0, subject.indexOf(PATH)), subject.slice(subject.indexOf(PATH) + 1)] as string[][];
  return some([amongRolePaths(patterns.filter((pattern) => !hasPath(pattern)), before, after), ...withPath.map((): Answer => 'maybe')]);
}

/**
 * "Each of the six colon-delimited components of the ARN is checked separately and each can include multi-character match wildcards (`*`)
 * or single-character match wildcards (`?`)." A `*` alone is all ARNs, as it is all resources: for what wildcards mean the page refers to
 * that of `Resource`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function anyArnMatches(patterns: ReadonlyArray<readonly Token[]>, subject: readonly Token[]): Answer {
  const arn = arnParts(subject);
  if (arn.length < 6) {
    return 'no';
  }
  if (patterns.some((pattern) => pattern.length === 1 && pattern[0] === STAR)) {
    return 'yes';
  }
  const resources = patterns.map(arnParts)
    .filter((parts) => parts.length === 6 && parts.slice(0, 5).every((part, i) => matches(part, arn[i].join('')) === 'yes'))
    .map((parts) => parts[5]);
  return anyMatches(resources, arn[5]);
}
