/** Wrong usage, or input that cannot be read: the message goes to standard error, and the exit code is 2. */
export class UsageError extends Error {}

export const USAGE = `usage: hardened-bucket policy QUESTION FILE… [options]

Proves what a bucket policy allows, offline. Each answer is a proof, a request as evidence, or "unknown" with the reason.

  policy public FILE [--account ID]… [--organization ID]…
      May anyone do something? Does S3 take the policy for public?    exit 0 no, 1 yes, 3 unknown
  policy compare FILE FILE
      What does the first allow, against the second?                  exit 0 equivalent or less, 1 more or incomparable, 3 unknown
  policy allows FILE --request FILE
      What does the policy say of this request?                       exit 0 Allow, 1 denied, 3 unknown
  policy within FILE [--account ID]… [--organization ID]… [--vpc ID]… [--cidr CIDR]…
      Is nothing outside this trust zone allowed?                     exit 0 within, 1 outside, 3 unknown
  policy explain FILE
      Who may do what, in plain words, dead statements marked.        exit 0

options:
  --format text|json   how to print the answer (default: text)
  --help               this text

FILE is a policy document, or what "aws s3api get-bucket-policy" prints. Exit 2: wrong usage, or a file that cannot be read.`;
