/** The actions that reach is about: a place that gets one of them through reaches the bucket. */
export const REACH_ACTIONS = ['s3:GetObject', 's3:PutObject', 's3:ListBucket'] as const;

export type ReachAction = typeof REACH_ACTIONS[number];
