import { Exempt, PerimeterExemptions } from './exemptions';
import { identityGuards, IdentityPerimeter } from './identity';
import { networkGuards, NetworkPerimeter } from './network';
import { requestGuards, RequestPerimeter } from './request';
import { Guard, GuardedBucket } from './statement';

/**
 * Who may reach a bucket, from where, and with which requests. Everything else is denied, whatever other policies allow.
 *
 * Nothing here allows anything: grants and statements do. A perimeter is proved at synth: nothing outside it is allowed,
 * nobody who is to repair the bucket is locked out, and every grant of the app still has an effect.
 */
export interface PerimeterOptions {
  /**
   * From which networks.
   *
   * @default - from everywhere
   */
  readonly network?: NetworkPerimeter;

  /**
   * Whose requests.
   *
   * @default - of anyone who a policy allows
   */
  readonly identity?: IdentityPerimeter;

  /**
   * Which requests.
   *
   * @default - all requests
   */
  readonly request?: RequestPerimeter;

  /**
   * Whom the guards let through.
   *
   * @default - AWS services and their roles, CDK's custom resources, and the role that deploys
   */
  readonly exemptions?: PerimeterExemptions;
}

/** The guards of a perimeter, in the order of its options. */
export function perimeterGuards(bucket: GuardedBucket, { network = {}, identity = {}, request = {} }: PerimeterOptions, exempt: Exempt): Guard[] {
  // Tamper protection denies the same actions to more callers, so other guards on configuration would be dead statements.
  const isProtected = request.tamperProtection ?? false;
  return [
    ...networkGuards(bucket, isProtected ? { ...network, controlPlaneRoleArns: undefined } : network, exempt),
    ...identityGuards(bucket, isProtected ? { ...identity, mfaForConfigurationChanges: false } : identity, exempt),
    ...requestGuards(bucket, request, exempt),
  ];
}
