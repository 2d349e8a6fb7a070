import { LiveAnswer } from '../facts/live-bucket';
import { LiveSetting } from '../facts/live-setting';
import { deniedReason } from '../facts/live-settings';
import { dig, ownValue, textOf } from '../template/read-json';

/** The bucket is not there, or not any more. */
export class BucketGone extends Error {}

/** The bucket is in another Region than it was asked for in. */
export class OtherRegion extends Error {
  constructor(readonly region: string | undefined) {
    super(`the bucket is in ${region ?? 'another Region'}`);
  }
}

/** Who asks is not known to AWS, or not any more: no other call would say more. */
export class CredentialsProblem extends Error {}

/** What an error of the AWS SDK is called. */
export function codeOf(error: unknown): string {
  return textOf(ownValue(error, 'Code')) || textOf(ownValue(error, 'name')) || (error instanceof Error ? error.name : 'Error');
}

function statusOf(error: unknown): unknown {
  return dig(error, '$metadata', 'httpStatusCode');
}

/**
 * What is wrong everywhere. Other complaints of credentials may be of one Region only, which an account has not opted into.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html
 */
const CREDENTIALS = ['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired', 'SignatureDoesNotMatch', 'CredentialsProviderError', 'RequestTimeTooSkewed'];

/** An answer to HEAD has no body, and so no code but that of HTTP. */
const DENIED = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedAccess', 'AllAccessDisabled', 'UnauthorizedOperation', 'AuthorizationError', 'Forbidden', '403'];

const OTHER_REGION = ['PermanentRedirect', 'AuthorizationHeaderMalformed', 'IllegalLocationConstraintException', 'TemporaryRedirect', 'Redirect'];

const NOT_OFFERED = ['NotImplemented', 'MethodNotAllowed', 'UnknownOperation', 'UnknownOperationException', 'InvalidAction'];

/** The Region that S3 names in an answer that is no success. */
export function regionIn(error: unknown): string | undefined {
  return textOf(dig(error, '$response', 'headers', 'x-amz-bucket-region')) || textOf(ownValue(error, 'Region')) || undefined;
}

/** Throws what is said of more than one call: the credentials, that the bucket is gone, or elsewhere. */
export function throwIfWhole(error: unknown): void {
  const code = codeOf(error);
  if (CREDENTIALS.includes(code)) {
    throw new CredentialsProblem(error instanceof Error ? error.message : code);
  }
  if (code === 'NoSuchBucket') {
    throw new BucketGone();
  }
  if (OTHER_REGION.includes(code) || statusOf(error) === 301 || statusOf(error) === 307) {
    throw new OtherRegion(regionIn(error));
  }
}

/** Why a call gave no answer, naming the permission where it was denied. */
export function reasonOf(error: unknown, call: string, permission: string): string {
  const code = codeOf(error);
  if (DENIED.includes(code)) {
    return deniedReason(permission);
  }
  if (NOT_OFFERED.includes(code)) {
    return `${call} is not offered here (${code})`;
  }
  const attempts = Number(dig(error, '$metadata', 'attempts') ?? 1);
  const message = error instanceof Error && error.message !== '' && error.message !== code ? `: ${error.message}` : '';
  return `${call} failed${attempts > 1 ? ` ${attempts} times` : ''} (${code}${message})`;
}

/** What an error says of a setting. @throws BucketGone, OtherRegion, CredentialsProblem */
export function answerOfError(error: unknown, { call, permission, absent }: Pick<LiveSetting, 'call' | 'permission' | 'absent'>): LiveAnswer<never> {
  if (absent.includes(codeOf(error))) {
    return { kind: 'absent' };
  }
  throwIfWhole(error);
  return { kind: 'unknown', reason: reasonOf(error, call, permission) };
}

/**
 * Why the account-level Block Public Access settings could not be changed. Where an S3 policy of AWS Organizations manages them,
 * S3 denies the change to everyone, whatever their permissions.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_PutPublicAccessBlock.html
 */
export function accountBlockReason(error: unknown, call: 'PutPublicAccessBlock' | 'DeletePublicAccessBlock'): string {
  const permission = 's3:PutAccountPublicAccessBlock';
  const reason = reasonOf(error, call, permission);
  return reason === deniedReason(permission) ? `${reason}: the permission is missing, or an S3 policy of AWS Organizations manages the settings of the account` : reason;
}
