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
    /// The last parts of the paths of its images.
    pub images: &'static [&'static str],
    /// The TCP ports that it gives something away on, by default.
    pub ports: &'static [u16],
}

const fn program(
    name: &'static str,
    images: &'static [&'static str],
    ports: &'static [u16],
) -> SensitiveProgram {
    SensitiveProgram { name, images, ports }
}

/// The programs that are told by their image.
pub const SENSITIVE_PROGRAMS: &[SensitiveProgram] = &[
    program("Adminer", &["adminer"], &[8080]),
    program("Airflow", &["airflow"], &[8080]),
    program("ArangoDB", &["arangodb"], &[8529]),
    program("Argo Workflows", &["argocli"], &[2746]),
    program("Cassandra", &["cassandra"], &[9042, 7000]),
    program("ClickHouse", &["clickhouse", "clickhouse-server"], &[8123, 9000]),
    program("CockroachDB", &["cockroach"], &[26257]),
    program("Consul", &["consul"], &[8500]),
    program("CouchDB", &["couchdb"], &[5984]),
    program("Elasticsearch", &["elasticsearch"], &[9200, 9300]),
    program("etcd", &["etcd"], &[2379, 2380]),
    program("Flink", &["flink"], &[8081]),
    program("InfluxDB", &["influxdb"], &[8086]),
    program("Jenkins", &["jenkins"], &[8080, 50000]),
    program("JupyterHub", &["jupyterhub", "k8s-hub"], &[8000, 8081]),
    program("Kafka", &["kafka", "cp-kafka"], &[9092]),
    program("Kibana", &["kibana"], &[5601]),
    program("the dashboard of Kubeflow", &["centraldashboard"], &[8082]),
    program(
        "the dashboard of Kubernetes",
        &["dashboard", "kubernetes-dashboard-amd64"],
        &[8443, 9090],
    ),
    program("MariaDB", &["mariadb"], &[3306]),
    program("Memcached", &["memcached"], &[11211]),
    program("MinIO", &["minio"], &[9000]),
    program("mongo-express", &["mongo-express"], &[8081]),
    program("MongoDB", &["mongo", "mongodb", "mongodb-community-server"], &[27017]),
    program("MySQL", &["mysql", "mysql-server", "percona-server", "percona"], &[3306]),
    program("Neo4j", &["neo4j"], &[7687, 7474]),
    program("NiFi", &["nifi"], &[8080, 8443]),
    program("OpenSearch", &["opensearch"], &[9200, 9300]),
    program("pgAdmin", &["pgadmin4"], &[80, 443]),
    program("phpMyAdmin", &["phpmyadmin"], &[80]),
    program("Portainer", &["portainer", "portainer-ce", "portainer-ee"], &[9000, 9443]),
    program(
        "PostgreSQL",
        &["postgres", "postgresql", "postgis", "timescaledb", "pgvector"],
        &[5432],
    ),
    program("Prometheus", &["prometheus"], &[9090]),
    program("RabbitMQ", &["rabbitmq"], &[5672, 15672]),
    program("Redis", &["redis", "redis-stack-server", "valkey", "keydb"], &[6379]),
    program("ScyllaDB", &["scylla"], &[9042]),
    program("Vault", &["vault", "openbao"], &[8200]),
    program("Weave Scope", &["scope"], &[4040]),
    program("ZooKeeper", &["zookeeper"], &[2181]),
];
