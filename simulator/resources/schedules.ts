/** A schedule as GET /schedules/{id} answers it. */
export interface Schedule {
	_id: string;
	name: string;
	secondsToWait: number;
	timezone: string;
	/** HH:mm */
	start: string;
	/** HH:mm */
	end: string;
	/** 1 = Monday … 7 = Sunday */
	weekdays: number[];
	public: boolean;
	teamId: string;
	createdBy: string;
	createdAt: string;
}

const DEFAULTS = {
	name: 'Default schedule',
	secondsToWait: 1200,
	timezone: 'Europe/Paris',
	start: '09:00',
	end: '18:00',
	weekdays: [1, 2, 3, 4, 5],
	public: false,
};

/** A schedule of which only `given` is not as lemlist makes it by itself. */
export function makeSchedule(
	given: Partial<Schedule> & Pick<Schedule, '_id' | 'teamId' | 'createdBy' | 'createdAt'>,
): Schedule {
	return { ...DEFAULTS, ...given };
}

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

const checks: Record<string, (value: unknown) => boolean> = {
	name: (value) => typeof value === 'string',
	secondsToWait: Number.isInteger,
	timezone: (value) => typeof value === 'string' && value !== '',
	start: (value) => TIME_OF_DAY.test(String(value)),
	end: (value) => TIME_OF_DAY.test(String(value)),
	weekdays: (value) => Array.isArray(value) && value.every((day) => Number.isInteger(day) && day >= 1 && day <= 7),
	public: (value) => typeof value === 'boolean',
};

/** Whether a body holds nothing but right fields of a schedule. */
export function areScheduleFields(body: unknown): body is Partial<Schedule> {
	return (
		typeof body === 'object' &&
		body !== null &&
		Object.entries(body).every(([name, value]) => checks[name]?.(value) === true)
	);
}

/** What a new schedule needs. */
export const REQUIRED_FIELDS = ['name', 'timezone', 'start', 'end', 'weekdays'] as const;
