import { Duration } from 'aws-cdk-lib';
import { LogSource } from './log-source';

/**
 * What a log archive is made for.
 */
export interface LogArchiveOptions {
  /** The services that deliver logs here: for the bucket's own account, unless other accounts or organizations are given. */
  readonly sources: LogSource[];

  /**
   * The prefixes under which logs are delivered, such as `trails/`: that of a trail, a flow log, a load balancer or a delivery
   * channel has to be one of them, or to begin with one. An empty text stands for logs without a prefix, under `AWSLogs/`.
   *
   * The services may write nowhere else in the bucket. Synth fails for a trail, a flow log or another destination of the app that
   * lies outside of them.
   *
   * @default - logs without a prefix, under `AWSLogs/`; inventories anywhere
   */
  readonly prefixes?: string[];

  /**
   * The ids of the accounts whose logs are archived. None of them gets in: they are let in for what services deliver alone.
   *
   * @default - the bucket's own account, unless organizations are given
   */
  readonly sourceAccounts?: string[];

  /**
   * The ids of the organizations whose logs are archived, in addition to those of `sourceAccounts`: the central archive of an
   * organization. No caller of it gets in: they are let in for what services deliver alone.
   *
   * @default - no organizations
   * @see https://docs.aws.amazon.com/controltower/latest/userguide/logging-s3-audit-bucket.html
   */
  readonly sourceOrganizationIds?: string[];

  /**
   * The paths of the organizational units whose logs are archived, in addition to those of `sourceAccounts`:
   * `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*` for a unit and everything in it.
   *
   * @default - no organizational units
   */
  readonly sourceOrganizationPaths?: string[];

  /**
   * How long logs are kept: whole days. Nobody but break-glass roles can delete a version before.
   *
   * @default Duration.days(400)
   */
  readonly retention?: Duration;
}
