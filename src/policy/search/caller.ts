import { KeyTable } from './availability';
import { AwsIdentity, RequestPrincipal } from '../policy-request';

/** Who sends a request, as far as the policies can tell callers apart. */
export interface Caller {
  readonly type: 'anonymous' | 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';
  /** Exactly who it is; of a caller that no policy names only the kind is fixed, and its ARN is solved for. */
  readonly principal: RequestPrincipal;
  readonly identity?: AwsIdentity;
  readonly named: boolean;
  /** Its account and organization are none that the policies or the question name. */
  readonly stranger: boolean;
  /** A service can act with its credentials. */
  readonly forwarded: boolean;
  readonly keys: KeyTable;
  /** Of a caller in any account that is not named: what its ARN has before the account. */
  readonly accountPrefix?: string;
  /** The account that a service acts for: an id, or `elsewhere` for one that is not named. */
  readonly sourceAccount?: string;
  /** The ARN of its principal does not tell `aws:PrincipalArn`, which a request therefore has to give. */
  readonly givesPrincipalArn?: boolean;
}
