/** What Qlara's entries may say of an export's state; none of these words is documented. */
export interface StatusWords {
	queued: string;
	processing: string;
	completed: string;
	failed: string;
	expired: string;
}

/**
 * In which form Qlara answers. Its documentation leaves all of this open, so each is a switch that tests turn; the first
 * value is the default, and none is known to be the real one.
 */
export class Answers {
	/** Ids of exports that begin from now on. */
	idType: 'text' | 'number' = 'text';
	/** The 202 to a start or a regeneration: under which name it holds the id, if at all, and one level down under what. */
	accepted: { idName?: 'exportId' | 'id'; under?: string } = { idName: 'exportId' };
	/** GET /exports: bare, or in an object under this name; with `content` as Spring's pages are. */
	listShape: 'content' | 'array' | 'exports' | 'data' | 'items' = 'content';
	listOrder: 'newestFirst' | 'oldestFirst' = 'newestFirst';
	/** The most entries of a page, whatever `limit` asks for. */
	largestPage = 1_000;
	/** How long after a start or a regeneration the list shows it, in milliseconds of the simulator's clock. */
	listDelayMs = 0;
	/** The id's name in entries of the list. */
	entryIdName: 'exportId' | 'id' = 'exportId';
	/** What `isAvailableForDownload` says of an expired export: the documentation says it "may" revert to false. */
	flagOfExpired: 'reverts' | 'stays' = 'reverts';
	/** Whether an export expires with the first link to its file that does. */
	expiresWithLink = false;
	/** GET /exports/{exportId}: an object, text/plain, JSON that is a text, an object without any address, or with two. */
	linkShape: 'object' | 'text' | 'jsonText' | 'none' | 'two' = 'object';
	/** Under which name the object has the link, and one level down under what. */
	linkName = 'downloadUrl';
	linkUnder?: string;
	/** Puts links on this origin instead of the file host's, for those that a client must not follow. */
	linkOrigin?: string;
	/** How the file host refuses a link that has expired. */
	expiredLinkStatus: 403 | 404 | 410 = 403;
	/** Whether a regeneration gives the old export a new file, or is an export of its own. */
	regenerates: 'sameId' | 'newId' = 'sameId';
	/** The bodies of errors: with Spring's `message`, without it as Spring Boot has it unless told otherwise, bare text, or none. */
	errorShape: 'message' | 'spring' | 'text' | 'empty' = 'message';
	/** Where a 429 says how long to wait; `body` is documented. */
	retryAfterIn: 'body' | 'header' | 'both' | 'none' = 'body';
	/** Which of the two limits the X-RateLimit headers tell of: per minute, the one with the fewest requests left, or none. */
	limitHeaders: 'minute' | 'narrowest' | 'none' = 'minute';
	words: StatusWords = {
		queued: 'QUEUED',
		processing: 'PROCESSING',
		completed: 'COMPLETED',
		failed: 'FAILED',
		expired: 'EXPIRED',
	};
}
