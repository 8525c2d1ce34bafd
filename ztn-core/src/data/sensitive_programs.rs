//! Programs that give away data or run commands for whoever reaches them: data stores and consoles, by the images
//! they come in, with the ports they listen on.
//!
//! Source: the documentation of each, and of its image on <https://hub.docker.com/>.

/// The day the table was made, `YYYY-MM-DD`.
pub const AS_OF: &str = "2026-11-25";

/// A program that few are meant to reach.
#[derive(Clone, Copy, Debug)]
pub struct SensitiveProgram {
    /// Its name, for people.
    pub name: &'static str,
    /// The last parts of the paths of its images; more than one where the last would be anybody's.
    pub images: &'static [&'static str],
    /// The TCP ports that it gives something away on, by default.
    pub ports: &'static [u16],
    /// Words by which its images run something else of it, that gives nothing away on these ports.
    pub helpers: &'static [&'static str],
}

const fn program(
    name: &'static str,
    images: &'static [&'static str],
    ports: &'static [u16],
) -> SensitiveProgram {
    SensitiveProgram { name, images, ports, helpers: &[] }
}

impl SensitiveProgram {
    const fn but(self, helpers: &'static [&'static str]) -> Self {
        Self { helpers, ..self }
    }
}

/// Programs of the same images that serve nobody, by what a command line begins with: clients, and what waits.
pub const CLIENTS: [&str; 20] = [
    "cqlsh",
    "clickhouse-client",
    "etcdctl",
    "mariadb",
    "mariadb-backup",
    "mariadb-dump",
    "mongo",
    "mongodump",
    "mongorestore",
    "mongosh",
    "mysql",
    "mysqldump",
    "pg_basebackup",
    "pg_dump",
    "pg_dumpall",
    "pg_receivewal",
    "psql",
    "redis-cli",
    "sleep",
    "tail",
];

/// The programs that are told by their image.
pub const SENSITIVE_PROGRAMS: &[SensitiveProgram] = &[
    program("Adminer", &["adminer"], &[8080]),
    program("Airflow", &["airflow", "airflow-webserver"], &[8080]).but(&[
        "celery",
        "dag-processor",
        "scheduler",
        "triggerer",
        "worker",
    ]),
    program("ArangoDB", &["arangodb"], &[8529]),
    program("Argo Workflows", &["argocli"], &[2746]),
    program("Cassandra", &["cassandra"], &[9042, 7000]),
    program("ClickHouse", &["clickhouse", "clickhouse-server"], &[8123, 9000]),
    program("CloudBeaver", &["cloudbeaver"], &[8978]),
    program("CockroachDB", &["cockroach"], &[26257]),
    program("Consul", &["consul"], &[8500]).but(&["connect"]),
    program("CouchDB", &["couchdb"], &[5984]),
    program("Elasticsearch", &["elasticsearch"], &[9200, 9300]),
    program("etcd", &["etcd"], &[2379, 2380]),
    program("Flink", &["flink"], &[8081]),
    program("InfluxDB", &["influxdb"], &[8086]),
    program("Jenkins", &["jenkins"], &[8080, 50000]),
    program("JupyterHub", &["jupyterhub", "k8s-hub"], &[8000, 8081]),
    program("Kafdrop", &["kafdrop"], &[9000]),
    program("Kafka", &["kafka", "cp-kafka", "cp-server"], &[9092]),
    program("Kibana", &["kibana"], &[5601]),
    program("the dashboard of Kubeflow", &["centraldashboard"], &[8082]),
    program(
        "the dashboard of Kubernetes",
        &[
            "kubernetesui/dashboard",
            "kubernetesui/dashboard-api",
            "kubernetesui/dashboard-web",
            "kubernetes-dashboard-amd64",
        ],
        &[8443, 9090, 8000],
    ),
    program("the dashboards of OpenSearch", &["opensearch-dashboards"], &[5601]),
    program("MariaDB", &["mariadb", "mariadb-galera"], &[3306]),
    program("Memcached", &["memcached"], &[11211]),
    program("MinIO", &["minio"], &[9000]),
    program("mongo-express", &["mongo-express"], &[8081]),
    program(
        "MongoDB",
        &[
            "mongo",
            "mongodb",
            "mongodb-community-server",
            "mongodb-enterprise-server",
            "mongodb-sharded",
            "percona-server-mongodb",
        ],
        &[27017],
    ),
    program(
        "MySQL",
        &["mysql", "mysql-server", "percona-server", "percona", "percona-xtradb-cluster"],
        &[3306],
    ),
    program("Neo4j", &["neo4j"], &[7687, 7474]),
    program("NiFi", &["nifi"], &[8080, 8443]),
    program("OpenSearch", &["opensearch"], &[9200, 9300]),
    program("pgAdmin", &["pgadmin4"], &[80, 443]),
    program("phpMyAdmin", &["phpmyadmin"], &[80, 8080]),
    program("Portainer", &["portainer", "portainer-ce", "portainer-ee"], &[9000, 9443]),
    program(
        "PostgreSQL",
        &[
            "postgres",
            "postgresql",
            "postgresql-repmgr",
            "crunchy-postgres",
            "postgis",
            "timescaledb",
            "timescaledb-ha",
            "pgvector",
        ],
        &[5432],
    ),
    program("Prometheus", &["prometheus"], &[9090]),
    program("RabbitMQ", &["rabbitmq"], &[5672, 15672]),
    program(
        "Redis",
        &[
            "redis",
            "redis-cluster",
            "redis-stack",
            "redis-stack-server",
            "valkey",
            "valkey-cluster",
            "keydb",
            "dragonflydb/dragonfly",
        ],
        &[6379],
    ),
    program("Redis Commander", &["redis-commander"], &[8081]),
    program("ScyllaDB", &["scylla", "scylladb"], &[9042]),
    program("SQL Server", &["mssql/server"], &[1433]),
    // An agent asks the server for what its own pod may have.
    program("Vault", &["vault", "openbao"], &[8200]).but(&["agent", "proxy"]),
    program("Weave Scope", &["weaveworks/scope"], &[4040]).but(&["--mode=probe"]),
    program("ZooKeeper", &["zookeeper", "cp-zookeeper"], &[2181]),
];
