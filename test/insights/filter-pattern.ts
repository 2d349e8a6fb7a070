import { fieldOf } from './contributor-insights';

type Matcher = (event: object) => boolean;

/**
 * A pattern of a metric filter on JSON, as a function: `&&`, `||`, parentheses, `=`, `!=` with `*` in texts, `NOT EXISTS`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html
 */
export function filterPattern(pattern: string): Matcher {
  const tokens = pattern.match(/"[^"]*"|\$\.[\w.]+|NOT EXISTS|&&|\|\||!=|[(){}=]/g) ?? [];
  if (tokens.join('').replace(/\s/g, '') !== pattern.replace(/\s/g, '')) {
    throw new Error(`no pattern of this library looks like ${pattern}`);
  }
  const take = (expected?: string): string => {
    const token = tokens.shift();
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new Error(`expected ${expected ?? 'a token'}, found ${token ?? 'the end'} in ${pattern}`);
    }
    return token;
  };
  const chain = (next: () => Matcher, operator: string, join: (matchers: Matcher[]) => Matcher) => (): Matcher => {
    const matchers = [next()];
    while (tokens[0] === operator) {
      take();
      matchers.push(next());
    }
    return join(matchers);
  };
  const term = (): Matcher => {
    const token = take();
    if (token === '(') {
      const inner = anyOf();
      take(')');
      return inner;
    }
    const operator = take();
    if (operator === 'NOT EXISTS') {
      return (event) => fieldOf(event, token) === undefined;
    }
    const text = take().slice(1, -1);
    const shape = new RegExp(`^${text.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`);
    return (event) => {
      const value = fieldOf(event, token);
      if (operator === '!=' && value === undefined) {
        // The page does not say what holds for an event without the field, so a pattern may not depend on it.
        throw new Error(`!= on ${token}, which the event does not have`);
      }
      return (value !== undefined && shape.test(value)) === (operator === '=');
    };
  };
  const allOf = chain(term, '&&', (matchers) => (event) => matchers.every((matches) => matches(event)));
  const anyOf: () => Matcher = chain(allOf, '||', (matchers) => (event) => matchers.some((matches) => matches(event)));
  take('{');
  const matcher = anyOf();
  take('}');
  return matcher;
}
