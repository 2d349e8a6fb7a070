/**
 * Whether a policy lets strangers in.
 */
export enum PolicyExposure {
  /** Some request of a stranger is allowed. */
  PUBLIC = 'public',

  /** No request of a stranger is allowed: that is proved. */
  PRIVATE = 'private',

  /** It could not be decided. */
  UNKNOWN = 'unknown',
}

/**
 * How much a policy allows, against another.
 */
export enum PolicyRelation {
  /** Both allow the same requests. */
  EQUIVALENT = 'equivalent',

  /** It allows some of what the other does, and nothing else. */
  LESS = 'less',

  /** It allows all that the other does, and more. */
  MORE = 'more',

  /** Each allows something that the other does not. */
  INCOMPARABLE = 'incomparable',

  /** It could not be decided. */
  UNKNOWN = 'unknown',
}

/**
 * What a policy says of a request.
 */
export enum PolicyOutcome {
  /** A statement allows it, and none denies it. */
  ALLOW = 'Allow',

  /** A statement denies it, whatever another policy allows. */
  EXPLICIT_DENY = 'ExplicitDeny',

  /** No statement allows it; another policy may. */
  IMPLICIT_DENY = 'ImplicitDeny',

  /** It could not be decided. */
  UNKNOWN = 'unknown',
}

/**
 * What came of a proof.
 */
export enum PolicyVerdict {
  /** It holds for every request. */
  HOLDS = 'holds',

  /** A request shows that it does not. */
  FAILS = 'fails',

  /** It could not be decided. */
  UNKNOWN = 'unknown',
}
