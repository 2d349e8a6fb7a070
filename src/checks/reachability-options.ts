/** What `Reachability` is asked about. */
export interface ReachabilityOptions {
  /**
   * The actions that the answers are about, such as `s3:PutObject`. `onlyBy` takes any action of S3, the others those of the default.
   *
   * @default - s3:GetObject, s3:PutObject and s3:ListBucket: any of them counts
   */
  readonly actions?: string[];

  /**
   * Whether an assertion passes where nobody can tell before deployment.
   *
   * @default false
   */
  readonly allowUnknown?: boolean;
}
