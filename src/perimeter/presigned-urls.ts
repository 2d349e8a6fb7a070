import { Duration, Tokenization } from 'aws-cdk-lib';
import { GuardedBucket, bucketAndObjects, Guard } from './statement';

/**
 * How long presigned URLs of a bucket work, if they do.
 *
 * A presigned URL is a bearer token: anyone who gets hold of it, from a log or a chat, has the signer's access until it expires.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html#PresignedUrlUploadObject-LimitCapabilities
 */
export class PresignedUrls {
  /** No presigned URL works, and no browser upload with a signed form. */
  public static forbidden(): PresignedUrls {
    return new PresignedUrls(undefined);
  }

  /**
   * A presigned URL works for so long after it was signed, at most.
   *
   * Whole seconds, at least one and at most seven days. URLs with the old Signature Version 2 do not work, because S3 cannot
   * tell their age. An age that is decided at deployment is given in milliseconds: `Duration.millis(parameter.valueAsNumber)`.
   *
   * @throws if the age is longer than seven days, which is as long as Signature Version 4 lets a URL live
   * @see https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html
   */
  public static maximumAge(age: Duration): PresignedUrls {
    if (!age.isUnresolved()) {
      const seconds = age.toSeconds({ integral: false });
      if (!Number.isInteger(seconds) || seconds < 1 || seconds > LONGEST.toSeconds()) {
        throw new Error(`PresignedUrls.maximumAge is ${seconds === 0 ? 'zero' : age.toHumanString()}. Use whole seconds, from Duration.seconds(1) up to Duration.days(7), which is as long as a presigned URL can live`);
      }
    }
    return new PresignedUrls(age);
  }

  private constructor(private readonly age: Duration | undefined) {}

  /**
   * The guards for it.
   *
   * @internal
   */
  public _guards(bucket: GuardedBucket): Guard[] {
    const resources = bucketAndObjects(bucket);
    if (!this.age) {
      return [{ sid: 'DenyPresignedUrls', denies: 'presigned URLs and forms', actions: ['s3:*'], resources, conditions: [{ StringEquals: { 's3:authType': ['REST-QUERY-STRING', 'POST'] } }] }];
    }
    return [
      { sid: 'DenyOldSignatures', denies: `presigned URLs older than ${this.age.isUnresolved() ? 'their maximum age' : this.age.toHumanString()}`, actions: ['s3:*'], resources, conditions: [{ NumericGreaterThan: { 's3:signatureAge': Tokenization.stringifyNumber(this.age.toMilliseconds()) } }] },
      denySignatureVersion2(bucket),
    ];
  }
}

const LONGEST = Duration.days(7);

/**
 * Denies the old Signature Version 2, of which `s3:signatureAge` is always 0.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html
 */
export function denySignatureVersion2(bucket: GuardedBucket): Guard {
  return { sid: 'DenySignatureVersion2', denies: 'requests signed with Signature Version 2', actions: ['s3:*'], resources: bucketAndObjects(bucket), conditions: [{ StringEquals: { 's3:signatureversion': 'AWS' } }] };
}
