import { PlaceReport } from './reach-report';
import { PolicyRequest } from '../policy/policy-request';

/** What has to be true of who reaches a bucket. */
export type Claim =
  /** No principal but these: logical ids of roles and users, or ARNs. */
  | { readonly kind: 'onlyBy'; readonly principals: readonly string[] }
  /** No path but through one of these, which are logical ids of endpoints, access points or anything else on a path. */
  | { readonly kind: 'onlyThrough'; readonly hops: readonly string[] }
  /** No direct request to S3, neither an anonymous one nor one of any AWS account. */
  | { readonly kind: 'notFromInternet' }
  /** A place reaches the bucket, or does not. */
  | { readonly kind: 'from'; readonly place: string; readonly expect: 'cut' | 'reaches' };

export interface Invariant {
  readonly name?: string;
  /** The logical id, with its template and `/` before it where several templates have it. */
  readonly bucket: string;
  /** What the claim is about; if empty, the actions that reports of reach are about. */
  readonly actions: readonly string[];
  /** Whether it passes where nobody can tell before deployment. */
  readonly allowUnknown: boolean;
  readonly claim: Claim;
}

/** Who gets in, by whatever path. */
export interface WhoCanRow {
  /** An ARN, or words such as `anyone in account 111122223333`. */
  readonly principal: string;
  /** What reports call it, where it is a role or user of the templates. */
  readonly id?: string;
  /** May have wildcards. */
  readonly actions: readonly string[];
  readonly certainty: 'yes' | 'unknown';
  readonly request?: PolicyRequest;
}

/** What is known besides the best path of each place. Whatever is missing here may leave a claim unknown, never make it hold. */
export interface Evidence {
  /**
   * For this bucket, every path of a place that passes or may pass, as a row of its own: `reaches` with the actions that pass there, and
   * `unknown` with those that may. Whatever is not there is cut. A report has only the best path of a place, and not all that may pass on it.
   */
  readonly pathsTo?: (bucket: string) => readonly PlaceReport[] | undefined;
  /** Everybody who gets in. */
  readonly whoCan?: (bucket: string) => readonly WhoCanRow[] | undefined;
  /** The principals as which a place may send its requests. */
  readonly rolesOf?: (place: string) => readonly string[] | undefined;
  /** A request of the place that passes. */
  readonly requestOf?: (bucket: string, place: string) => PolicyRequest | undefined;
}

/** `misused` where the invariant names something that is not there, so that it says nothing. */
export type InvariantVerdict = 'holds' | 'broken' | 'unknown' | 'misused';

export interface InvariantProblem {
  readonly verdict: Exclude<InvariantVerdict, 'holds'>;
  readonly message: string;
  /** Logical ids, hop by hop; empty where there is none. */
  readonly path: readonly string[];
  /** A request that shows it, or what is known of one. */
  readonly request?: PolicyRequest | string;
}

export interface InvariantAnswer {
  readonly invariant: Invariant;
  /** The worst of its problems. */
  readonly verdict: InvariantVerdict;
  readonly problems: readonly InvariantProblem[];
}

/** An invariant in words. */
export function invariantText({ name, bucket, actions, claim }: Invariant): string {
  if (name !== undefined) {
    return name;
  }
  const what = actions.length === 0 ? bucket : `${bucket} (${actions.join(', ')})`;
  switch (claim.kind) {
    case 'onlyBy': return `${what} is reached ${claim.principals.length === 0 ? 'by nobody' : `only by ${claim.principals.join(', ')}`}`;
    case 'onlyThrough': return `${what} is reached ${claim.hops.length === 0 ? 'on no path' : `only through ${claim.hops.join(', ')}`}`;
    case 'notFromInternet': return `${what} is not reached from the internet`;
    case 'from': return `${claim.place} ${claim.expect === 'cut' ? 'does not reach' : 'reaches'} ${what}`;
  }
}

/** Whether a check passes with this answer. */
export function isKept({ verdict, invariant }: InvariantAnswer): boolean {
  return verdict === 'holds' || (verdict === 'unknown' && invariant.allowUnknown);
}
