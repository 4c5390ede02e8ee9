import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installedPart, pythonEnvironment, runProgram } from "./installed-part.js";

const PYTHON = [
  "pyspark==4.0.1",
  "delta-spark==4.0.0",
  "databricks-sql-connector==4.9.0",
  "thrift==0.25.0",
  "pyarrow==26.0.1",
  "pandas==3.1.1",
  "deltalake==1.6.6",
];

/** What Spark loads beside its own jars: Delta Lake, and its Kafka source. */
const JARS = [
  "io.delta:delta-spark_2.13:4.0.0",
  "io.delta:delta-storage:4.0.0",
  "org.apache.spark:spark-sql-kafka-0-10_2.13:4.0.1",
  "org.apache.spark:spark-token-provider-kafka-0-10_2.13:4.0.0",
  "org.apache.kafka:kafka-clients:3.9.1",
  "org.apache.commons:commons-pool2:2.12.0",
];

const BROKER = ["org.apache.kafka:kafka_2.13:3.9.1", "org.slf4j:slf4j-simple:1.7.36"];

const NO_MAVEN = "Install Maven and Java 17, check that Maven Central is reached, then run again.";

export interface SparkPart {
  /** Interpreter with PySpark, Delta Lake, the Databricks connector and `deltalake`. */
  python: string;
  /** Files for `spark.jars`. */
  jars: string[];
  /** Folder of the jars that run a Kafka broker (`java -cp "<folder>/*" kafka.Kafka …`). */
  kafkaLib: string;
  /** What a process that runs PySpark needs in its environment, besides the caller's own. */
  env: Record<string, string>;
}

/** PySpark 4.0.1 with Delta Lake 4.0.0, its Kafka source and a Kafka broker; installed at the first call. */
export function sparkPart(): SparkPart {
  const environment = installedPart("spark-python", PYTHON, (folder) => pythonEnvironment(folder, PYTHON));
  const libraries = installedPart("spark-jars", JARS, (folder) => copyJars(folder, JARS, false));
  const kafkaLib = installedPart("kafka-broker", BROKER, (folder) => copyJars(folder, BROKER, true));
  const python = join(environment, "venv", "bin", "python");
  const jars = readdirSync(libraries)
    .filter((file) => file.endsWith(".jar"))
    .sort()
    .map((file) => join(libraries, file));
  return {
    python,
    jars,
    kafkaLib,
    env: {
      PYSPARK_PYTHON: python,
      PYSPARK_DRIVER_PYTHON: python,
      PYTHONDONTWRITEBYTECODE: "1",
      DELTA_JARS: jars.join(","),
      SPARK_LOCAL_IP: "127.0.0.1",
    },
  };
}

/** Copies artifacts (group:name:version), and with `closure` all that they need to run, into a folder. */
function copyJars(folder: string, artifacts: readonly string[], closure: boolean): void {
  writeFileSync(join(folder, "pom.xml"), project(artifacts, closure));
  const goal = ["dependency:copy-dependencies", `-DoutputDirectory=${folder}`, "-DincludeScope=runtime"];
  runProgram("mvn", ["-q", "-B", ...goal, "-Dmdep.useBaseVersion=true"], folder, NO_MAVEN);
}

function project(artifacts: readonly string[], closure: boolean): string {
  const exclusions = closure
    ? ""
    : "<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>";
  const dependencies = artifacts.map((artifact) => {
    const [group, name, version] = artifact.split(":");
    return `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version>${exclusions}</dependency>`;
  });
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>assay</groupId><artifactId>stack</artifactId><version>1</version><dependencies>${dependencies.join("")}</dependencies></project>\n`;
}
