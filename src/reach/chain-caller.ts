import { PolicyDocument } from '../policy/policy-document';
import { Caller } from '../policy/search/caller';
import { Known } from '../template/known';
import { ResourceAddress } from '../template/template';

/** Whose credentials requests are signed with, names instead of symbols in all texts. */
export type ChainCaller =
  | {
    readonly kind: 'role';
    readonly arn: string;
    readonly account: string;
    /** The role, where it is in these templates. */
    readonly address: ResourceAddress | undefined;
    /** Its policies, each as it is attached; unknown where the role is elsewhere. */
    readonly policies: Known<readonly PolicyDocument[]>;
    /** Policies that are attached to it and are not known: it may be allowed more than what the others say. */
    readonly otherPolicies: Known<readonly string[]>;
    readonly boundary: Known<PolicyDocument | undefined>;
  }
  /** A service that acts as itself, for a resource of an account. */
  | { readonly kind: 'service'; readonly principal: string; readonly account: string; readonly sourceArn: string }
  /** An origin access identity of CloudFront, or another principal that has no policies of its own. */
  | { readonly kind: 'principal'; readonly arn: string; readonly account: string }
  | { readonly kind: 'canonicalUser'; readonly id: string }
  | { readonly kind: 'anonymous' }
  /** Anyone with an AWS account, who allows themselves everything in it. */
  | { readonly kind: 'stranger' };

/** Says of the callers that the reasoner tells apart which are this one. */
export function isCaller(caller: ChainCaller): (candidate: Caller) => boolean {
  switch (caller.kind) {
    case 'role':
    case 'principal':
      return ({ type, identity, named }) => type === 'AWS' && named && identity?.arn === caller.arn;
    case 'service':
      return ({ type, principal, sourceAccount }) => type === 'Service' && typeof principal === 'object' && 'Service' in principal && principal.Service === caller.principal
        && (sourceAccount === undefined || sourceAccount === caller.account);
    case 'canonicalUser':
      return ({ principal }) => typeof principal === 'object' && 'CanonicalUser' in principal && principal.CanonicalUser === caller.id;
    case 'anonymous':
      return ({ type }) => type === 'anonymous';
    case 'stranger':
      return ({ type, stranger, identity }) => type === 'AWS' && stranger && identity?.kind !== 'session';
  }
}

/** How a policy names the caller, so that the reasoner knows of it. */
export function principalOf(caller: ChainCaller): object | '*' {
  switch (caller.kind) {
    case 'role':
    case 'principal':
      return { AWS: caller.arn };
    case 'service':
      return { Service: caller.principal };
    case 'canonicalUser':
      return { CanonicalUser: caller.id };
    default:
      return '*';
  }
}
