/** Rooms of nodes/shared/ that know no service, from bottom to top. */
export declare const LAYERS: string[];

/** Why a file must not import another, both from the root of the repository; undefined where it may. */
export declare function reasonAgainst(from: string, to: string): string | undefined;
