/** The bytes are no text in the file's encoding. */
export class EncodingError extends Error {
	/** @param isCutOff whether only the last character is not whole */
	constructor(
		problem: string,
		readonly isCutOff = false,
	) {
		super(problem);
		this.name = 'EncodingError';
	}
}

/** The longest mark by which an encoding is recognised, in bytes. */
const LONGEST_MARK = 4;

/** UTF-8, unless a byte order mark says UTF-16. */
function encodingOf(start: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
	const [first, second, third, fourth] = start;
	const isLittle = first === 0xff && second === 0xfe;
	if ((isLittle && third === 0 && fourth === 0) || (first === 0 && second === 0 && third === 0xfe && fourth === 0xff)) {
		throw new EncodingError('the text is in UTF-32, which this node does not read');
	}
	if (isLittle) return 'utf-16le';
	return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/**
 * Decodes bytes that come in pieces cut anywhere. A byte order mark stays in the text.
 *
 * Both methods throw an `EncodingError` for bytes that are none of the encoding, instead of giving other characters.
 */
export class TextReader {
	/** The first bytes, until there are enough to recognise the encoding. */
	private start = new Uint8Array();

	private encoding = 'utf-8';

	private decoder?: InstanceType<typeof TextDecoder>;

	write(bytes: Uint8Array): string {
		return this.decoder ? this.decode(bytes) : this.begin(bytes, LONGEST_MARK);
	}

	/** @throws EncodingError also where the last character is not whole */
	end(): string {
		const text = this.decoder ? '' : this.begin(new Uint8Array(), 0);
		const cutOff = new EncodingError('its last character is not whole; the file looks cut off', true);
		return text + this.decode(undefined, cutOff);
	}

	private begin(bytes: Uint8Array, enough: number): string {
		const start = new Uint8Array(this.start.length + bytes.length);
		start.set(this.start);
		start.set(bytes, this.start.length);
		this.start = start;
		if (start.length < enough) return '';
		this.encoding = encodingOf(start);
		this.decoder = new TextDecoder(this.encoding, { fatal: true, ignoreBOM: true });
		return this.decode(start);
	}

	private decode(
		bytes: Uint8Array | undefined,
		problem = new EncodingError(`it has bytes that are no ${this.encoding.toUpperCase()} text`),
	): string {
		try {
			return this.decoder!.decode(bytes, { stream: bytes !== undefined });
		} catch {
			return refuse(problem);
		}
	}
}

function refuse(problem: EncodingError): never {
	throw problem;
}
