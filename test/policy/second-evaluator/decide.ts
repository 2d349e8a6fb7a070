import { Caller, readCaller, RequestPrincipal } from './caller';
import { conditionsHold } from './conditions';
import { Context, RequestContext } from './context';
import { Document, Listed, readDocument, Statement } from './document';
import { matches, matchesResource } from './pattern';
import { readText } from './policy-text';
import { covered, exempt } from './principals';
import { agreed, Answer, every, not, some } from './three-valued';
import { glob, ignoringCase } from './tokens';

export type Decision = 'Allow' | 'ExplicitDeny' | 'ImplicitDeny' | 'unknown';

/** One request, as it may be written in JSON. */
export interface Request {
  readonly principal: RequestPrincipal;
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
}

/**
 * What a bucket policy decides about a request. "If the code finds even one explicit deny that applies, the code returns a final decision of
 * Deny." "By default, all requests are implicitly denied." "An explicit allow overrides this default."
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function decide(policy: unknown, request: Request): Decision {
  return decider(policy)(request);
}

/** The same, for many requests. */
export function decider(policy: unknown): (request: Request) => Decision {
  const document = readDocument(policy);
  return (request) => decideBy(document, request);
}

function decideBy(document: Document, request: Request): Decision {
  const caller = readCaller(request.principal);
  const context = new Context(request.context, caller);
  const applies = (effect: Statement['effect']) => some(document.statements
    .filter((statement) => statement.effect === effect)
    .map((statement) => statementMatches(statement, request, caller, context, document.variables)));
  const denied = applies('Deny');
  if (denied === 'yes') {
    return 'ExplicitDeny';
  }
  if (denied === 'maybe' || !document.readable) {
    return 'unknown';
  }
  return ({ yes: 'Allow', maybe: 'unknown', no: 'ImplicitDeny' } as const)[applies('Allow')];
}

/** All elements of a statement have to match. */
function statementMatches({ effect, parts }: Statement, { action, resource }: Request, caller: Caller, context: Context, variables: boolean): Answer {
  if (!parts) {
    return 'maybe';
  }
  const { principals, actions, resources, conditions } = parts;
  const principal = principals.excluded && effect === 'Deny'
    ? not(exempt(principals.values, caller, context))
    : listed(principals, (values) => covered(values, caller, context));
  return every([
    principal,
    // "The prefix and the action name are case insensitive."
    listed(actions, (values) => some(values.map((value) => matches(ignoringCase(glob(value)), action.toLowerCase())))),
    listed(resources, (values) => some(values.map((value) => resourceMatches(value, resource, context, variables)))),
    conditionsHold(conditions, context, variables),
  ]);
}

function listed<T>({ excluded, values }: Listed<T>, answer: (values: readonly T[]) => Answer): Answer {
  return excluded ? not(answer(values)) : answer(values);
}

/** "The resource that includes a policy variable with no value will not match any resource." */
function resourceMatches(value: string, resource: string, context: Context, variables: boolean): Answer {
  return agreed(([0, 1] as const).map((spelling) => {
    const text = readText(value, { context, spelling, variables, wildcards: true });
    return text === 'unknown' ? 'maybe' : text === 'nothing' ? 'no' : matchesResource(text, resource);
  }));
}
