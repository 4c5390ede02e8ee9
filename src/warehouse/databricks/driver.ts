/** The part of @databricks/sql that Assay uses, so that everything but `connect-driver.ts` can be read without it. */
export interface Driver {
  openSession(request: {
    initialCatalog?: string;
    configuration?: Record<string, string>;
  }): Promise<DriverSession>;
  close(): Promise<void>;
}

export interface DriverSession {
  executeStatement(sql: string, options: StatementOptions): Promise<DriverOperation>;
  close(): Promise<unknown>;
}

export interface StatementOptions {
  queryTimeout?: number;
  maxRows?: number | null;
  namedParameters?: Record<string, DriverParameter>;
}

/** A value with the name of its SQL type. */
export interface DriverParameter {
  readonly type?: string;
  readonly value: string | number | bigint | boolean | null | undefined;
}

export interface DriverOperation {
  fetchChunk(options: { maxRows: number; disableBuffering?: boolean }): Promise<object[]>;
  hasMoreRows(): Promise<boolean>;
  getSchema(): Promise<DriverSchema | null>;
  cancel(): Promise<unknown>;
  close(): Promise<unknown>;
}

export interface DriverSchema {
  columns: {
    columnName: string;
    typeDesc: {
      types: {
        primitiveEntry?: {
          type: number;
          typeQualifiers?: { qualifiers: Record<string, { i32Value?: number }> };
        };
      }[];
    };
  }[];
}

/** Makes a typed parameter; the driver sends only values of its own class. */
export type MakeParameter = (type: string, value: DriverParameter["value"]) => DriverParameter;
