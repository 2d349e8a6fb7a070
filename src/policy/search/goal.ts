import { Caller } from './caller';
import { Literal } from './key-theory';
import { Route } from './routes';
import { StatementOf } from './statement-of';
import { PolicyDocument, PrincipalPattern } from '../policy-document';
import { PolicyRequest } from '../policy-request';
import { S3Action } from '../s3-actions';

/** Statements that have to match, and statements that must not. */
export interface Branch {
  readonly match: readonly StatementOf[];
  readonly miss: readonly StatementOf[];
  /** A principal that all statements to match are about: it saves looking at senders that it cannot mean. */
  readonly among?: PrincipalPattern;
  /** The senders that are asked about, where that is not all of the scope. */
  readonly by?: (caller: Caller, route: Route) => boolean;
  /** Likewise the actions: each stands for all that the documents cannot tell from it. */
  readonly doing?: (action: S3Action) => boolean;
}

/** What requests are looked at: those that the documents can tell apart, and all of them if no more is said. */
export interface Scope {
  readonly documents: readonly PolicyDocument[];
  readonly callers?: (caller: Caller) => boolean;
  readonly routes?: (route: Route, caller: Caller) => boolean;
  readonly actions?: (action: S3Action) => boolean;
  /** Further demands on condition keys of the sender, which depend on the caller. */
  readonly demands?: (caller: Caller, route: Route) => readonly Literal[];
  /** Names beside those of the documents. */
  readonly vocabulary?: readonly string[];
  /** Condition keys that the demands speak of. */
  readonly keys?: readonly string[];
}

/** What is looked for: a request for which one of the branches comes true. */
export interface Goal extends Scope {
  readonly branches: readonly Branch[];
  /** How long the search may take; the usual budget, if not given. */
  readonly milliseconds?: number;
  /** Replays a found request by the evaluator: is it what was looked for? */
  confirm(request: PolicyRequest): boolean;
}

/** Why something could neither be shown nor ruled out. */
export interface UnknownReason {
  readonly code: 'budget' | 'policyVariable' | 'unknownValue' | 'malformedStatement' | 'mixedOperators' | 'unknownOperator' | 'invalidValue' | 'ambiguousSetOperator'
    | 'unknownKey' | 'canonicalUser' | 'awsPrincipals' | 'partialWildcard' | 'notPrincipalDeny' | 'inconsistentRequest' | 'accessPoints';
  readonly message: string;
  readonly where: string | undefined;
}

export type SearchResult =
  | { readonly kind: 'found'; readonly request: PolicyRequest }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason };
