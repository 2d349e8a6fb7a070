/**
 * The oldest version of TLS that a bucket answers to.
 *
 * There is no older choice than 1.2, and no number to mistype: S3 accepts no request above TLS 1.3, so a minimum of 1.4
 * would lock out everybody.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/network-isolation.html
 */
export enum TlsVersion {
  /** TLS 1.2, which every supported AWS SDK speaks. */
  TLS_1_2 = '1.2',

  /** TLS 1.3 only. Clients older than about 2020 are locked out. */
  TLS_1_3 = '1.3',
}
