import { AccessRow } from './access/rows';
import { doubtAboutS3Public } from './doubts';
import { evaluate } from './evaluate';
import { PolicyExposure, PolicyOutcome, PolicyRelation, PolicyVerdict } from './policy-answers';
import { hasUnreadStatements, PolicyDocument } from './policy-document';
import { PolicyInputError, PolicyRequest, readRequest } from './policy-request';
import { checkZone, TrustZone } from './questions/allows-outside';
import { compare } from './questions/compare';
import { deadStatements } from './questions/dead-statements';
import { explain, sentenceOf } from './questions/explain';
import { lockout } from './questions/lockout';
import { openToAnyone, outsideByItself } from './questions/open-to-anyone';
import { requires } from './questions/requires';
import { whoCan } from './questions/who-can';
import { readJson, readPolicyText } from './read-policy-text';
import { s3Public } from './s3-public';
import { SearchResult } from './search/goal';

/**
 * Why a question about a policy could not be decided.
 */
export interface PolicyUnknown {
  /** What stands in the way, in one word: `budget`, `policyVariable`, `unknownValue`, `malformedStatement`, `unknownOperator`, … */
  readonly code: string;

  /** The same in words. */
  readonly message: string;

  /**
   * The place in the policy.
   *
   * @default - no single place
   */
  readonly where?: string;
}

/**
 * Whether a policy lets anyone in, and whether S3 accepts it for public.
 */
export interface PublicAccess {
  /**
   * Whether some request of a stranger is allowed, Deny honored. Unknown (`accessPoints`) where that is so only through the access
   * points of accounts that the policy fixes, which have policies of their own.
   */
  readonly anyoneAllowed: PolicyExposure;

  /**
   * A request of a stranger that is allowed, as JSON.
   *
   * @default - there is none, or it is unknown
   */
  readonly witness?: string;

  /**
   * Why `anyoneAllowed` is unknown.
   *
   * @default - it is known
   */
  readonly anyoneAllowedReason?: PolicyUnknown;

  /** Whether S3 Block Public Access takes the policy for public, statement by statement, Deny ignored. */
  readonly s3Public: PolicyExposure;

  /** The indexes of the statements that make it public for S3, or that could. */
  readonly publicStatements: number[];

  /**
   * Why `s3Public` is unknown.
   *
   * @default - it is known
   */
  readonly s3PublicReason?: PolicyUnknown;
}

/**
 * How much a policy allows, compared with another.
 */
export interface PolicyComparison {
  /** This policy against the other. */
  readonly relation: PolicyRelation;

  /**
   * A request, as JSON, that only this policy allows.
   *
   * @default - none was found
   */
  readonly onlyThis?: string;

  /**
   * A request, as JSON, that only the other policy allows.
   *
   * @default - none was found
   */
  readonly onlyOther?: string;

  /**
   * Why the relation is unknown.
   *
   * @default - it is known
   */
  readonly reason?: PolicyUnknown;
}

/**
 * What a policy says of one request.
 */
export interface PolicyDecision {
  /** Whether the request is allowed, and if not, how that comes. */
  readonly decision: PolicyOutcome;

  /** The indexes of the statements that decide. */
  readonly statements: number[];
}

/**
 * Who gets in by a policy: to what, when, and from where.
 */
export interface PolicyAccess {
  /**
   * Who it is: `anyone`, `any AWS account`, `anyone in account 111122223333`, `anyone in organization o-a1b2c3d4e5`, the ARN of a role
   * or user, `service logging.s3.amazonaws.com for account 111122223333`, or an identity provider.
   */
  readonly principal: string;

  /** The actions, as patterns where a pattern is exactly right. */
  readonly actions: string[];

  /** The ARNs of the bucket and of its objects, as patterns. */
  readonly objects: string[];

  /** What has to hold besides, in words, what Deny statements leave included. */
  readonly conditions: string[];

  /** Where the requests come from: `internet`, `internet, from 203.0.113.0/24`, `VPC endpoint vpce-0a1b2c3d`, `through an AWS service`, … */
  readonly paths: string[];

  /** Whether all of this is proved. If not, the entry is as wide as it may be, and `reason` says why. */
  readonly proved: boolean;

  /**
   * A request, as JSON, that is allowed and that no other entry describes.
   *
   * @default - none was found
   */
  readonly witness?: string;

  /**
   * Why not all of it is proved.
   *
   * @default - it is
   */
  readonly reason?: PolicyUnknown;

  /** The indexes of the statements that it comes from. */
  readonly statements: number[];
}

/**
 * Who and what is trusted with a bucket.
 *
 * With accounts or organizations given, a request is inside if its caller belongs to one of them; a service belongs to
 * the account that it acts for. With networks given, it is inside if it comes from one of them. With both, only if both
 * are so.
 */
export interface PolicyTrustZone {
  /**
   * The ids of trusted accounts.
   *
   * @default - callers are not judged by account
   */
  readonly accounts?: string[];

  /**
   * The ids of trusted organizations.
   *
   * @default - callers are not judged by organization
   */
  readonly organizations?: string[];

  /**
   * The ids of trusted VPCs.
   *
   * @default - requests are not judged by VPC
   */
  readonly vpcs?: string[];

  /**
   * Trusted blocks of public IPv4 or IPv6 addresses, in CIDR notation.
   *
   * @default - requests are not judged by address
   */
  readonly cidrs?: string[];
}

/**
 * An answer that is a proof or a request that disproves it.
 */
export interface PolicyProof {
  /** Whether it holds. */
  readonly verdict: PolicyVerdict;

  /**
   * A request, as JSON, that shows that it fails.
   *
   * @default - it holds, or it is unknown
   */
  readonly witness?: string;

  /**
   * Why it is unknown.
   *
   * @default - it is known
   */
  readonly reason?: PolicyUnknown;
}

/**
 * Proves what a bucket policy allows, offline: each answer is a proof, a request as evidence, or `unknown` with the reason.
 *
 * It answers for the bucket policy alone: inside the bucket's account an identity policy may allow more. Directory
 * buckets, S3 Tables, service and resource control policies are not part of it.
 *
 * @example
 * const analyzer = PolicyAnalyzer.fromJson('{"Version": "2012-10-17", "Statement": []}');
 * const isPrivate = analyzer.publicAccess().anyoneAllowed === PolicyExposure.PRIVATE;
 */
export class PolicyAnalyzer {
  /**
   * Reads a policy: the bare document, or `{"Policy": "…"}` as the AWS CLI answers.
   *
   * @throws if the text is no policy; the error names the place
   */
  public static fromJson(policy: string): PolicyAnalyzer {
    return new PolicyAnalyzer(readPolicyText(policy));
  }

  /**
   * Reads a document that is known as data already.
   *
   * @internal
   */
  public static _of(document: PolicyDocument): PolicyAnalyzer {
    return new PolicyAnalyzer(document);
  }

  private constructor(private readonly document: PolicyDocument) {}

  /**
   * Says whether anyone may do something, and whether S3 considers the policy public.
   *
   * @param known accounts and organizations that are not strangers, beside those that the policy names
   */
  public publicAccess(known: string[] = []): PublicAccess {
    const anyone = openToAnyone(this.document, known);
    const s3 = s3Public(this.document);
    return {
      anyoneAllowed: EXPOSURES[anyone.kind],
      witness: witnessOf(anyone),
      anyoneAllowedReason: reasonOf(anyone),
      s3Public: S3_EXPOSURES[s3.verdict],
      publicStatements: s3.statements.map(({ index }) => index),
      s3PublicReason: doubtAboutS3Public(this.document, s3),
    };
  }

  /** Compares what this policy allows with what another one allows. */
  public compareTo(other: PolicyAnalyzer): PolicyComparison {
    const { relation, onlyFirst, onlySecond, reason } = compare(this.document, other.document);
    return { relation: RELATIONS[relation], onlyThis: onlyFirst && jsonOf(onlyFirst), onlyOther: onlySecond && jsonOf(onlySecond), reason };
  }

  /**
   * Decides one request, given as JSON with `principal`, `action`, `resource` and `context`.
   *
   * @throws if the text is no request; the error names the place
   */
  public allows(request: string): PolicyDecision {
    const { decision, statements } = evaluate(this.document, readRequest(readJson(request)));
    return { decision: OUTCOMES[decision], statements: statements.map(({ index }) => index) };
  }

  /**
   * Proves that nothing outside a trust zone is allowed.
   *
   * @throws if the zone is empty or has an unknown part, or an account, organization, VPC or CIDR block is not one
   */
  public within(zone: PolicyTrustZone): PolicyProof {
    return proofOf(outsideByItself(this.document, checkedZone(zone)));
  }

  /**
   * Proves that every allowed request fulfils a condition, given as JSON in the form of a statement's `Condition`.
   *
   * @throws if the text is no condition
   */
  public requiresCondition(condition: string): PolicyProof {
    const json = readJson(condition);
    if (typeof json !== 'object' || json === null || Array.isArray(json)) {
      throw new PolicyInputError('condition', `an object such as {"Bool": {"aws:SecureTransport": "true"}} is expected, not ${condition}`);
    }
    return proofOf(requires(this.document, json as Record<string, object>));
  }

  /**
   * Lists the indexes of the statements whose removal would change nothing: the policy allows, and denies explicitly, the
   * same requests without them.
   */
  public deadStatements(): number[] {
    return deadStatements(this.document).filter(({ dead }) => dead).map(({ statement }) => statement.index);
  }

  /** Lists those of these administrators, given by ARN, whom the policy denies every request that could repair it. */
  public lockedOut(administrators: string[]): string[] {
    return lockout(this.document, administrators).filter(({ verdict }) => verdict === 'lockedOut').map(({ administrator }) => administrator);
  }

  /**
   * Lists who gets in, as briefly as possible: all entries together describe what the policy allows, Deny honored, and none of them
   * is implied by the others.
   */
  public whoCan(): PolicyAccess[] {
    return whoCan(this.document).map(accessOf);
  }

  /** Says in plain words who may do what, a sentence for each statement. */
  public explain(): string[] {
    return explain(this.document).map(sentenceOf);
  }

  /** Whether the policy has parts that could not be read. They make answers `unknown`, never safe. */
  public get hasUnreadableParts(): boolean {
    return this.document.problems.length > 0 || hasUnreadStatements(this.document);
  }
}

function checkedZone(zone: PolicyTrustZone): TrustZone {
  // Before all: a part with a mistyped name is none.
  checkZone(zone);
  if ([zone.accounts, zone.organizations, zone.vpcs, zone.cidrs].every((part) => !part || part.length === 0)) {
    throw new PolicyInputError('', 'a trust zone needs an account, an organization, a VPC or a CIDR block');
  }
  return zone;
}

function proofOf(result: SearchResult): PolicyProof {
  return { verdict: VERDICTS[result.kind], witness: witnessOf(result), reason: reasonOf(result) };
}

function accessOf({ principal, actions, objects, conditions, paths, certainty, witness, reason, sources }: AccessRow): PolicyAccess {
  return {
    principal,
    actions: [...actions],
    objects: [...objects],
    conditions: [...conditions],
    paths: [...paths],
    proved: certainty === 'certain',
    witness: witness && jsonOf(witness),
    reason,
    statements: sources.map(({ statement }) => statement.index).sort((a, b) => a - b),
  };
}

function witnessOf(result: SearchResult): string | undefined {
  return result.kind === 'found' ? jsonOf(result.request) : undefined;
}

function reasonOf(result: SearchResult): PolicyUnknown | undefined {
  return result.kind === 'unknown' ? result.reason : undefined;
}

function jsonOf(request: PolicyRequest): string {
  return JSON.stringify(request);
}

const EXPOSURES: Readonly<Record<SearchResult['kind'], PolicyExposure>> = { found: PolicyExposure.PUBLIC, none: PolicyExposure.PRIVATE, unknown: PolicyExposure.UNKNOWN };

const S3_EXPOSURES: Readonly<Record<ReturnType<typeof s3Public>['verdict'], PolicyExposure>> = {
  public: PolicyExposure.PUBLIC, notPublic: PolicyExposure.PRIVATE, unknown: PolicyExposure.UNKNOWN,
};

const RELATIONS: Readonly<Record<ReturnType<typeof compare>['relation'], PolicyRelation>> = {
  equivalent: PolicyRelation.EQUIVALENT, less: PolicyRelation.LESS, more: PolicyRelation.MORE, incomparable: PolicyRelation.INCOMPARABLE, unknown: PolicyRelation.UNKNOWN,
};

const OUTCOMES: Readonly<Record<ReturnType<typeof evaluate>['decision'], PolicyOutcome>> = {
  Allow: PolicyOutcome.ALLOW, ExplicitDeny: PolicyOutcome.EXPLICIT_DENY, ImplicitDeny: PolicyOutcome.IMPLICIT_DENY, unknown: PolicyOutcome.UNKNOWN,
};

const VERDICTS: Readonly<Record<SearchResult['kind'], PolicyVerdict>> = { none: PolicyVerdict.HOLDS, found: PolicyVerdict.FAILS, unknown: PolicyVerdict.UNKNOWN };

