// Types of transform scripts, for editors: put "// @ts-check" on the first line of a script and annotate its exports, as jira.js does.

/** App fields by the app's own REST names. */
export interface AppFields {
  jira: 'displayName' | 'emailAddress';
  confluence: 'fullName' | 'email';
  bitbucket: 'displayName' | 'emailAddress';
  /** Also Jira with `"Endpoint": "directory"`. */
  crowd: 'display-name' | 'first-name' | 'last-name' | 'email' | `attributes.${string}`;
  scim: string;
}

export type App = keyof AppFields;

export interface MultiValue {
  readonly value?: string;
  readonly type?: string;
  readonly primary?: boolean;
  readonly display?: string;
}

export interface Address {
  readonly type?: string;
  readonly primary?: boolean;
  readonly formatted?: string;
  readonly streetAddress?: string;
  readonly locality?: string;
  readonly region?: string;
  readonly postalCode?: string;
  readonly country?: string;
}

export interface EnterpriseUser {
  readonly employeeNumber?: string;
  readonly costCenter?: string;
  readonly organization?: string;
  readonly division?: string;
  readonly department?: string;
  readonly manager?: { readonly value?: string; readonly displayName?: string };
}

/**
 * A user as Entra sent it, without the password and without values of more than 4096 characters.
 * `name`, the enterprise extension and the lists are always there, empty when Entra sent none.
 */
export interface User {
  readonly userName: string;
  readonly externalId?: string;
  readonly name: {
    readonly formatted?: string;
    readonly familyName?: string;
    readonly givenName?: string;
    readonly middleName?: string;
    readonly honorificPrefix?: string;
    readonly honorificSuffix?: string;
  };
  readonly displayName?: string;
  readonly nickName?: string;
  readonly profileUrl?: string;
  readonly title?: string;
  readonly userType?: string;
  readonly preferredLanguage?: string;
  readonly locale?: string;
  readonly timezone?: string;
  readonly active?: boolean;
  readonly emails: readonly MultiValue[];
  readonly phoneNumbers: readonly MultiValue[];
  readonly ims: readonly MultiValue[];
  readonly photos: readonly MultiValue[];
  readonly addresses: readonly Address[];
  readonly roles: readonly MultiValue[];
  readonly entitlements: readonly MultiValue[];
  readonly 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': EnterpriseUser;
  readonly [other: string]: unknown;
}

/** A group as Entra sent it, without its members. */
export interface Group {
  readonly displayName: string;
  readonly externalId?: string;
  readonly [other: string]: unknown;
}

export interface Context {
  readonly connection: string;
  readonly app: App;
  readonly operation: 'create' | 'replace' | 'update' | 'lookup' | 'delete';
  /** What the app holds now, where the operation has read it. */
  readonly current: User | null;
  /** The time of the operation. `new Date()` is the same. */
  readonly now: Date;
  /** Writes to the gateway's log, at level Debug. */
  log(text: string): void;
}

/** Matches the whole value. */
export interface Pattern {
  /** A text or a regular expression; of its flags only `i` and `u` make sense. */
  pattern: string | RegExp;
  /** `$1`, `$<name>`, `$&` (the whole value), `$$` (a dollar). */
  replacement: string;
  /** What becomes of a value that matches nothing; in a list the last entry decides. Default: as the settings say, else `keep`. */
  onNoMatch?: 'keep' | 'reject';
  /** Default: as the settings say, else `keep`; on Confluence `lower`. */
  case?: 'keep' | 'lower';
}

/** `export const username`: one pattern, a list of which the first that matches wins, or a function. */
export type Username = Pattern | Pattern[] | ((user: User, context: Context) => string);

/** `export const attributes`: a SCIM path, a function, or null to leave the field alone. Fields that are not named keep their default. */
export type Attributes<A extends App> = {
  [Field in AppFields[A]]?: string | null | ((user: User, context: Context) => string | null | undefined);
};

export type When<Resource> = string | ((resource: Resource, context: Context) => unknown);

/** One rule of `export const status`; the first that matches decides, and without a match `active` does. */
export type StatusRule =
  | { when: When<User>; then: 'active' | 'inactive'; addTo?: string[]; removeFrom?: string[]; reason?: string }
  | { when: When<User>; then: 'ignore' | 'reject'; reason?: string };

/** `export const status`. */
export type Status = StatusRule[];

/** `export const groups`. */
export interface Groups {
  /** Which groups are provisioned: a SCIM filter or a function. Default: all. */
  include?: When<Group>;
  /** The app's name of a group. Default: its displayName. `Groups.Map` of gateway.json is tried first. */
  name?: Pattern | Pattern[] | ((group: Group, context: Context) => string);
}

/** One rule of `export const errors`; the first that matches decides. `status` or `message` must stand there. */
export interface ErrorRule {
  /** The app's HTTP status, or several. */
  status?: number | number[];
  /** Looked for anywhere in the app's words; of a regular expression's flags only `i` and `u` make sense. */
  message?: string | RegExp;
  /** What Entra is told instead. */
  answer: 400 | 409 | 429 | 503;
  scimType?: 'invalidFilter' | 'tooMany' | 'uniqueness' | 'mutability' | 'invalidSyntax' | 'invalidPath' | 'noTarget' | 'invalidValue' | 'invalidVers' | 'sensitive';
  /** Said before the app's own words. */
  detail?: string;
}

/** `export const errors`. */
export type Errors = ErrorRule[];

/** An app call on its way. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Percent-encoded, below the app's address. */
  readonly path: string;
  /** With its question mark; empty: none. */
  readonly query: string;
  /** What is added to the call's headers. */
  headers: { [name: string]: string };
  /** Fields may be added; what stands there stays. */
  body: { [field: string]: unknown } | null;
}

/** `export function request`: the last look at each app call. */
export type Request = (call: Call, context: Context) => Call | undefined | void;

/** One entry of `export const examples`; what `expect` does not name is not checked. */
export type Example<A extends App> =
  | {
      name?: string;
      given: Partial<User>;
      expect: {
        username?: string;
        /** null: the field must be left alone. */
        fields?: { [Field in AppFields[A]]?: string | null };
        status?: 'active' | 'inactive' | 'ignore' | 'reject';
        reason?: string;
        addTo?: string[];
        removeFrom?: string[];
      };
    }
  | {
      name?: string;
      given: Group;
      expect: {
        /** null: the group must be refused. */
        group: string | null;
      };
    }
  | {
      name?: string;
      /** An answer of the app. */
      given: { answer: { status: number; message: string } };
      expect: {
        /** What `errors` makes of it; null: no rule matches. */
        error: { status: ErrorRule['answer']; scimType?: ErrorRule['scimType']; detail?: string } | null;
      };
    };

/** `export const examples`. */
export type Examples<A extends App> = Example<A>[];
