/**
 * Condition keys of requests that come through a VPC endpoint, and of no others.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-network-properties
 */
export const ENDPOINT_KEYS: readonly string[] = ['aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip', 'aws:vpceaccount', 'aws:vpceorgid', 'aws:vpceorgpaths', 'aws:sourcevpcarn'];

/** Condition keys of the network that a request comes from. */
export const NETWORK_KEYS: readonly string[] = ['aws:sourceip', ...ENDPOINT_KEYS];

/** Condition keys of the services through which a request comes. */
export const FORWARDING_KEYS: readonly string[] = ['aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast'];
