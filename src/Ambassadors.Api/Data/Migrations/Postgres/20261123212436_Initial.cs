using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Ambassadors.Api.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "calls",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    title_fr = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    title_en = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    opens_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closes_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    budget_amount = table.Column<long>(type: "bigint", nullable: false),
                    committed_amount = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false, collation: "C"),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    search_digest = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    motive = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calls", x => x.id);
                    table.CheckConstraint("ck_calls_committed_within_budget", "committed_amount >= 0 AND committed_amount <= budget_amount");
                });

            migrationBuilder.CreateTable(
                name: "clusters",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    slug = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sort_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    country = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    city = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    themes = table.Column<string>(type: "text", nullable: false),
                    website = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    founded = table.Column<int>(type: "integer", nullable: true),
                    source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    confidence = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    search_digest = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clusters", x => x.id);
                    table.UniqueConstraint("ak_clusters_slug", x => x.slug);
                });

            migrationBuilder.CreateTable(
                name: "data_protection_keys",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    friendly_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    xml = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_protection_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "idempotency_records",
                columns: table => new
                {
                    scope = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    body_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    grants = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: false),
                    answer = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotency_records", x => x.scope);
                });

            migrationBuilder.CreateTable(
                name: "journal",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    what = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    resource_type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    resource_id = table.Column<Guid>(type: "uuid", nullable: false),
                    resource_version = table.Column<int>(type: "integer", nullable: false),
                    from = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    to = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    actor_kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    actor_id = table.Column<Guid>(type: "uuid", nullable: true),
                    answered_by = table.Column<Guid>(type: "uuid", nullable: true),
                    organisation = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    pole = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    cluster = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    data = table.Column<string>(type: "text", nullable: false),
                    motive_digest = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_journal", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "OpenIddictApplications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    organisation = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    signatory_id = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    allowed_addresses = table.Column<string>(type: "text", nullable: false),
                    application_type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    client_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    client_secret = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    client_type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    consent_type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    display_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    display_names = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    json_web_key_set = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    permissions = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    post_logout_redirect_uris = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    properties = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    redirect_uris = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    requirements = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    settings = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_open_iddict_applications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "OpenIddictScopes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    description = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    descriptions = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    display_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    display_names = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    properties = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    resources = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_open_iddict_scopes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sort_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    language = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false, collation: "C"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    user_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    normalized_user_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    normalized_email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    email_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    security_stamp = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    concurrency_stamp = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    phone_number = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    phone_number_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    two_factor_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    lockout_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    access_failed_count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "pole_quotas",
                columns: table => new
                {
                    call_id = table.Column<Guid>(type: "uuid", nullable: false),
                    pole_slug = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    submitted = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pole_quotas", x => new { x.call_id, x.pole_slug });
                });

            migrationBuilder.CreateTable(
                name: "poles",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    slug = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sort_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    regions = table.Column<string>(type: "text", nullable: false),
                    tier = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    evaluation2008 = table.Column<int>(type: "integer", nullable: true),
                    themes = table.Column<string>(type: "text", nullable: false),
                    labelled_from = table.Column<DateOnly>(type: "date", nullable: true),
                    labelled_until = table.Column<DateOnly>(type: "date", nullable: true),
                    source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    confidence = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    notes = table.Column<string>(type: "text", nullable: false),
                    search_digest = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_poles", x => x.id);
                    table.UniqueConstraint("ak_poles_slug", x => x.slug);
                });

            migrationBuilder.CreateTable(
                name: "reference_counters",
                columns: table => new
                {
                    year = table.Column<int>(type: "integer", nullable: false),
                    last = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reference_counters", x => x.year);
                });

            migrationBuilder.CreateTable(
                name: "reminders",
                columns: table => new
                {
                    resource_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    given_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reminders", x => new { x.resource_id, x.kind, x.due_at });
                });

            migrationBuilder.CreateTable(
                name: "search_terms",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    term = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_search_terms", x => new { x.term, x.owner_id });
                });

            migrationBuilder.CreateTable(
                name: "themes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    label_en = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    label_fr = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    search_digest = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_themes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tombstones",
                columns: table => new
                {
                    key = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    noun = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    pole_slug = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true, collation: "C"),
                    cluster_slug = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true, collation: "C"),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tombstones", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "used_assertions",
                columns: table => new
                {
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_used_assertions", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "call_revisions",
                columns: table => new
                {
                    call_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    rules = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_call_revisions", x => new { x.call_id, x.number });
                    table.ForeignKey(
                        name: "fk_call_revisions_calls_call_id",
                        column: x => x.call_id,
                        principalTable: "calls",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "statements",
                columns: table => new
                {
                    entry_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    salt = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_statements", x => x.entry_id);
                    table.ForeignKey(
                        name: "fk_statements_journal_entry_id",
                        column: x => x.entry_id,
                        principalTable: "journal",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "client_secrets",
                columns: table => new
                {
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_client_secrets", x => x.hash);
                    table.ForeignKey(
                        name: "fk_client_secrets_open_iddict_applications_owner_id",
                        column: x => x.owner_id,
                        principalTable: "OpenIddictApplications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "OpenIddictAuthorizations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: true),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    creation_date = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    properties = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    scopes = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    status = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    subject = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true, collation: "C"),
                    type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_open_iddict_authorizations", x => x.id);
                    table.ForeignKey(
                        name: "fk_open_iddict_authorizations_open_iddict_applications_application",
                        column: x => x.application_id,
                        principalTable: "OpenIddictApplications",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserClaims",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    claim_type = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    claim_value = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_asp_net_user_claims", x => x.id);
                    table.ForeignKey(
                        name: "fk_asp_net_user_claims_asp_net_users_user_id",
                        column: x => x.user_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserLogins",
                columns: table => new
                {
                    login_provider = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    provider_key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    provider_display_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_asp_net_user_logins", x => new { x.login_provider, x.provider_key });
                    table.ForeignKey(
                        name: "fk_asp_net_user_logins_asp_net_users_user_id",
                        column: x => x.user_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserTokens",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    login_provider = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_asp_net_user_tokens", x => new { x.user_id, x.login_provider, x.name });
                    table.ForeignKey(
                        name: "fk_asp_net_user_tokens_asp_net_users_user_id",
                        column: x => x.user_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "declared_conflicts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    pole_slug = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    cluster_slug = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    member_id = table.Column<Guid>(type: "uuid", nullable: true),
                    declared_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_declared_conflicts", x => x.id);
                    table.ForeignKey(
                        name: "fk_declared_conflicts_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "external_identities",
                columns: table => new
                {
                    issuer = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    subject = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    linked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_external_identities", x => new { x.issuer, x.subject });
                    table.ForeignKey(
                        name: "fk_external_identities_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "notices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    resource_type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    resource_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notices", x => x.id);
                    table.ForeignKey(
                        name: "fk_notices_asp_net_users_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "cooperations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    pole_slug = table.Column<string>(type: "character varying(80)", nullable: false, collation: "C"),
                    cluster_slug = table.Column<string>(type: "character varying(80)", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    signed_on = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true, collation: "C"),
                    source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    search_digest = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cooperations", x => x.id);
                    table.ForeignKey(
                        name: "fk_cooperations_clusters_cluster_slug",
                        column: x => x.cluster_slug,
                        principalTable: "clusters",
                        principalColumn: "slug",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_cooperations_poles_pole_slug",
                        column: x => x.pole_slug,
                        principalTable: "poles",
                        principalColumn: "slug",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "members",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    pole_slug = table.Column<string>(type: "character varying(80)", nullable: true, collation: "C"),
                    cluster_slug = table.Column<string>(type: "character varying(80)", nullable: true, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sort_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    email = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    function = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    mandate_from = table.Column<DateOnly>(type: "date", nullable: true),
                    mandate_until = table.Column<DateOnly>(type: "date", nullable: true),
                    languages = table.Column<string>(type: "text", nullable: false),
                    themes = table.Column<string>(type: "text", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    search_digest = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_members", x => x.id);
                    table.ForeignKey(
                        name: "fk_members_asp_net_users_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_members_clusters_cluster_slug",
                        column: x => x.cluster_slug,
                        principalTable: "clusters",
                        principalColumn: "slug",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_members_poles_pole_slug",
                        column: x => x.pole_slug,
                        principalTable: "poles",
                        principalColumn: "slug",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "memberships",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    pole_slug = table.Column<string>(type: "character varying(80)", nullable: true, collation: "C"),
                    cluster_slug = table.Column<string>(type: "character varying(80)", nullable: true, collation: "C"),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_memberships", x => x.id);
                    table.ForeignKey(
                        name: "fk_memberships_clusters_cluster_slug",
                        column: x => x.cluster_slug,
                        principalTable: "clusters",
                        principalColumn: "slug",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_memberships_poles_pole_slug",
                        column: x => x.pole_slug,
                        principalTable: "poles",
                        principalColumn: "slug",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_memberships_users_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "OpenIddictTokens",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: true),
                    authorization_id = table.Column<Guid>(type: "uuid", nullable: true),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    creation_date = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    expiration_date = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    payload = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    properties = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    redemption_date = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    reference_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    status = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    subject = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true, collation: "C"),
                    type = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_open_iddict_tokens", x => x.id);
                    table.ForeignKey(
                        name: "fk_open_iddict_tokens_open_iddict_applications_application_id",
                        column: x => x.application_id,
                        principalTable: "OpenIddictApplications",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_open_iddict_tokens_open_iddict_authorizations_authorization_id",
                        column: x => x.authorization_id,
                        principalTable: "OpenIddictAuthorizations",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "applications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    call_id = table.Column<Guid>(type: "uuid", nullable: false),
                    pole_slug = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    reference = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true, collation: "C"),
                    content = table.Column<string>(type: "text", nullable: false),
                    ambassador_id = table.Column<Guid>(type: "uuid", nullable: true),
                    partner_reference = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    candidacy_agreed = table.Column<bool>(type: "boolean", nullable: false),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    call_revision = table.Column<int>(type: "integer", nullable: true),
                    snapshot = table.Column<int>(type: "integer", nullable: false),
                    search_digest = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    motive = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_applications", x => x.id);
                    table.ForeignKey(
                        name: "fk_applications_calls_call_id",
                        column: x => x.call_id,
                        principalTable: "calls",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_applications_members_ambassador_id",
                        column: x => x.ambassador_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_applications_poles_pole_slug",
                        column: x => x.pole_slug,
                        principalTable: "poles",
                        principalColumn: "slug",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "offers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    cluster_slug = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    country = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false, collation: "C"),
                    content = table.Column<string>(type: "text", nullable: false),
                    counterpart_id = table.Column<Guid>(type: "uuid", nullable: true),
                    partner_reference = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    capacity = table.Column<int>(type: "integer", nullable: false),
                    places_taken = table.Column<int>(type: "integer", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: true),
                    search_digest = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    motive = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offers", x => x.id);
                    table.CheckConstraint("ck_offers_places_taken", "places_taken >= 0 AND places_taken <= capacity");
                    table.ForeignKey(
                        name: "fk_offers_clusters_cluster_slug",
                        column: x => x.cluster_slug,
                        principalTable: "clusters",
                        principalColumn: "slug",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_offers_members_counterpart_id",
                        column: x => x.counterpart_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "application_snapshots",
                columns: table => new
                {
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    call_revision = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_application_snapshots", x => new { x.application_id, x.number });
                    table.ForeignKey(
                        name: "fk_application_snapshots_applications_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "pairings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    call_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    offer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    pole_slug = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    cluster_slug = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    country = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false, collation: "C"),
                    ambassador_id = table.Column<Guid>(type: "uuid", nullable: true),
                    counterpart_id = table.Column<Guid>(type: "uuid", nullable: true),
                    terms_version = table.Column<int>(type: "integer", nullable: false),
                    terms_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    call_revision = table.Column<int>(type: "integer", nullable: false),
                    terms = table.Column<string>(type: "text", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    consented_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    search_digest = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    motive = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pairings", x => x.id);
                    table.ForeignKey(
                        name: "fk_pairings_applications_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_pairings_offers_offer_id",
                        column: x => x.offer_id,
                        principalTable: "offers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "approvals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    pairing_id = table.Column<Guid>(type: "uuid", nullable: false),
                    terms_version = table.Column<int>(type: "integer", nullable: false),
                    step = table.Column<int>(type: "integer", nullable: false),
                    role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals", x => x.id);
                    table.ForeignKey(
                        name: "fk_approvals_pairings_pairing_id",
                        column: x => x.pairing_id,
                        principalTable: "pairings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "commitments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    call_id = table.Column<Guid>(type: "uuid", nullable: false),
                    pairing_id = table.Column<Guid>(type: "uuid", nullable: false),
                    pole_slug = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    cluster_slug = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false, collation: "C"),
                    search_digest = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    motive = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_commitments", x => x.id);
                    table.ForeignKey(
                        name: "fk_commitments_pairings_pairing_id",
                        column: x => x.pairing_id,
                        principalTable: "pairings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "consents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    pairing_id = table.Column<Guid>(type: "uuid", nullable: false),
                    terms_version = table.Column<int>(type: "integer", nullable: false),
                    terms_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    party = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    client_id = table.Column<Guid>(type: "uuid", nullable: true),
                    answered_by = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consents", x => x.id);
                    table.ForeignKey(
                        name: "fk_consents_pairings_pairing_id",
                        column: x => x.pairing_id,
                        principalTable: "pairings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "exchanges",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    pairing_id = table.Column<Guid>(type: "uuid", nullable: false),
                    call_id = table.Column<Guid>(type: "uuid", nullable: false),
                    pole_slug = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    cluster_slug = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ambassador_id = table.Column<Guid>(type: "uuid", nullable: true),
                    counterpart_id = table.Column<Guid>(type: "uuid", nullable: true),
                    legs = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false, collation: "C"),
                    search_digest = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    motive = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exchanges", x => x.id);
                    table.ForeignKey(
                        name: "fk_exchanges_pairings_pairing_id",
                        column: x => x.pairing_id,
                        principalTable: "pairings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pairing_terms",
                columns: table => new
                {
                    pairing_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    call_revision = table.Column<int>(type: "integer", nullable: false),
                    ambassador_id = table.Column<Guid>(type: "uuid", nullable: true),
                    counterpart_id = table.Column<Guid>(type: "uuid", nullable: true),
                    proposed = table.Column<string>(type: "text", nullable: false),
                    canonical = table.Column<byte[]>(type: "bytea", nullable: false),
                    terms_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    content_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pairing_terms", x => new { x.pairing_id, x.version });
                    table.ForeignKey(
                        name: "fk_pairing_terms_pairings_pairing_id",
                        column: x => x.pairing_id,
                        principalTable: "pairings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_applications_ambassador_id_id",
                table: "applications",
                columns: new[] { "ambassador_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_call_id_id",
                table: "applications",
                columns: new[] { "call_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_call_id_status_id",
                table: "applications",
                columns: new[] { "call_id", "status", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_pole_slug_id",
                table: "applications",
                columns: new[] { "pole_slug", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_pole_slug_partner_reference",
                table: "applications",
                columns: new[] { "pole_slug", "partner_reference" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_applications_pole_slug_updated_at_id",
                table: "applications",
                columns: new[] { "pole_slug", "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_reference",
                table: "applications",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_applications_status_id",
                table: "applications",
                columns: new[] { "status", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_updated_at_id",
                table: "applications",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_pairing_id_terms_version_person_id",
                table: "approvals",
                columns: new[] { "pairing_id", "terms_version", "person_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_approvals_pairing_id_terms_version_step",
                table: "approvals",
                columns: new[] { "pairing_id", "terms_version", "step" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_asp_net_user_claims_user_id",
                table: "AspNetUserClaims",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_asp_net_user_logins_user_id",
                table: "AspNetUserLogins",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_calls_status_closes_at",
                table: "calls",
                columns: new[] { "status", "closes_at" });

            migrationBuilder.CreateIndex(
                name: "ix_calls_status_id",
                table: "calls",
                columns: new[] { "status", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_calls_status_opens_at",
                table: "calls",
                columns: new[] { "status", "opens_at" });

            migrationBuilder.CreateIndex(
                name: "ix_calls_updated_at_id",
                table: "calls",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_client_secrets_ends_at",
                table: "client_secrets",
                column: "ends_at");

            migrationBuilder.CreateIndex(
                name: "ix_client_secrets_owner_id",
                table: "client_secrets",
                column: "owner_id");

            migrationBuilder.CreateIndex(
                name: "ix_clusters_sort_name_id",
                table: "clusters",
                columns: new[] { "sort_name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_clusters_updated_at_id",
                table: "clusters",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_commitments_call_id_status",
                table: "commitments",
                columns: new[] { "call_id", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_commitments_cluster_slug_updated_at_id",
                table: "commitments",
                columns: new[] { "cluster_slug", "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_commitments_pairing_id",
                table: "commitments",
                column: "pairing_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_commitments_pole_slug_updated_at_id",
                table: "commitments",
                columns: new[] { "pole_slug", "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_commitments_updated_at_id",
                table: "commitments",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_consents_pairing_id_terms_version_party",
                table: "consents",
                columns: new[] { "pairing_id", "terms_version", "party" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_cooperations_cluster_slug_id",
                table: "cooperations",
                columns: new[] { "cluster_slug", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_cooperations_cluster_slug_updated_at_id",
                table: "cooperations",
                columns: new[] { "cluster_slug", "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_cooperations_pole_slug_id",
                table: "cooperations",
                columns: new[] { "pole_slug", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_cooperations_pole_slug_updated_at_id",
                table: "cooperations",
                columns: new[] { "pole_slug", "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_cooperations_updated_at_id",
                table: "cooperations",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_declared_conflicts_person_id_id",
                table: "declared_conflicts",
                columns: new[] { "person_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_exchanges_call_id_id",
                table: "exchanges",
                columns: new[] { "call_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_exchanges_cluster_slug_id",
                table: "exchanges",
                columns: new[] { "cluster_slug", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_exchanges_cluster_slug_updated_at_id",
                table: "exchanges",
                columns: new[] { "cluster_slug", "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_exchanges_pairing_id",
                table: "exchanges",
                column: "pairing_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_exchanges_pole_slug_id",
                table: "exchanges",
                columns: new[] { "pole_slug", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_exchanges_pole_slug_updated_at_id",
                table: "exchanges",
                columns: new[] { "pole_slug", "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_exchanges_status_id",
                table: "exchanges",
                columns: new[] { "status", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_exchanges_updated_at_id",
                table: "exchanges",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_external_identities_person_id",
                table: "external_identities",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_idempotency_records_at",
                table: "idempotency_records",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_journal_resource_id_resource_version",
                table: "journal",
                columns: new[] { "resource_id", "resource_version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_members_cluster_slug_sort_name_id",
                table: "members",
                columns: new[] { "cluster_slug", "sort_name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_members_cluster_slug_updated_at_id",
                table: "members",
                columns: new[] { "cluster_slug", "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_members_person_id",
                table: "members",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_members_pole_slug_sort_name_id",
                table: "members",
                columns: new[] { "pole_slug", "sort_name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_members_pole_slug_updated_at_id",
                table: "members",
                columns: new[] { "pole_slug", "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_members_updated_at_id",
                table: "members",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_memberships_cluster_slug_role",
                table: "memberships",
                columns: new[] { "cluster_slug", "role" });

            migrationBuilder.CreateIndex(
                name: "ix_memberships_person_id_role",
                table: "memberships",
                columns: new[] { "person_id", "role" });

            migrationBuilder.CreateIndex(
                name: "ix_memberships_pole_slug_role",
                table: "memberships",
                columns: new[] { "pole_slug", "role" });

            migrationBuilder.CreateIndex(
                name: "ix_notices_person_id_id",
                table: "notices",
                columns: new[] { "person_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_offers_cluster_slug_id",
                table: "offers",
                columns: new[] { "cluster_slug", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_offers_cluster_slug_partner_reference",
                table: "offers",
                columns: new[] { "cluster_slug", "partner_reference" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_offers_cluster_slug_updated_at_id",
                table: "offers",
                columns: new[] { "cluster_slug", "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_offers_counterpart_id",
                table: "offers",
                column: "counterpart_id");

            migrationBuilder.CreateIndex(
                name: "ix_offers_country_id",
                table: "offers",
                columns: new[] { "country", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_offers_status_ends_on",
                table: "offers",
                columns: new[] { "status", "ends_on" });

            migrationBuilder.CreateIndex(
                name: "ix_offers_status_id",
                table: "offers",
                columns: new[] { "status", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_offers_updated_at_id",
                table: "offers",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_open_iddict_applications_client_id",
                table: "OpenIddictApplications",
                column: "client_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_open_iddict_applications_created_at_id",
                table: "OpenIddictApplications",
                columns: new[] { "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_open_iddict_applications_organisation_created_at",
                table: "OpenIddictApplications",
                columns: new[] { "organisation", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_open_iddict_applications_updated_at_id",
                table: "OpenIddictApplications",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_open_iddict_authorizations_application_id_status_subject_type",
                table: "OpenIddictAuthorizations",
                columns: new[] { "application_id", "status", "subject", "type" });

            migrationBuilder.CreateIndex(
                name: "ix_open_iddict_scopes_name",
                table: "OpenIddictScopes",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_open_iddict_tokens_application_id_status_subject_type",
                table: "OpenIddictTokens",
                columns: new[] { "application_id", "status", "subject", "type" });

            migrationBuilder.CreateIndex(
                name: "ix_open_iddict_tokens_authorization_id",
                table: "OpenIddictTokens",
                column: "authorization_id");

            migrationBuilder.CreateIndex(
                name: "ix_open_iddict_tokens_reference_id",
                table: "OpenIddictTokens",
                column: "reference_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_pairing_terms_content_hash",
                table: "pairing_terms",
                column: "content_hash");

            migrationBuilder.CreateIndex(
                name: "ix_pairings_application_id",
                table: "pairings",
                column: "application_id",
                unique: true,
                filter: "status IN ('in_approval', 'approved')");

            migrationBuilder.CreateIndex(
                name: "ix_pairings_application_id_id",
                table: "pairings",
                columns: new[] { "application_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_pairings_application_id_offer_id",
                table: "pairings",
                columns: new[] { "application_id", "offer_id" },
                unique: true,
                filter: "status IN ('proposed', 'consented', 'in_approval')");

            migrationBuilder.CreateIndex(
                name: "ix_pairings_call_id_id",
                table: "pairings",
                columns: new[] { "call_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_pairings_cluster_slug_id",
                table: "pairings",
                columns: new[] { "cluster_slug", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_pairings_cluster_slug_updated_at_id",
                table: "pairings",
                columns: new[] { "cluster_slug", "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_pairings_country_id",
                table: "pairings",
                columns: new[] { "country", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_pairings_offer_id_id",
                table: "pairings",
                columns: new[] { "offer_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_pairings_pole_slug_id",
                table: "pairings",
                columns: new[] { "pole_slug", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_pairings_pole_slug_updated_at_id",
                table: "pairings",
                columns: new[] { "pole_slug", "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_pairings_status_expires_at",
                table: "pairings",
                columns: new[] { "status", "expires_at" });

            migrationBuilder.CreateIndex(
                name: "ix_pairings_status_id",
                table: "pairings",
                columns: new[] { "status", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_pairings_status_starts_on",
                table: "pairings",
                columns: new[] { "status", "starts_on" });

            migrationBuilder.CreateIndex(
                name: "ix_pairings_updated_at_id",
                table: "pairings",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "EmailIndex",
                table: "people",
                column: "normalized_email",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_people_sort_name_id",
                table: "people",
                columns: new[] { "sort_name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_people_updated_at_id",
                table: "people",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "UserNameIndex",
                table: "people",
                column: "normalized_user_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_poles_sort_name_id",
                table: "poles",
                columns: new[] { "sort_name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_poles_updated_at_id",
                table: "poles",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_search_terms_owner_id_term",
                table: "search_terms",
                columns: new[] { "owner_id", "term" });

            migrationBuilder.CreateIndex(
                name: "ix_themes_code",
                table: "themes",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_themes_updated_at_id",
                table: "themes",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tombstones_id",
                table: "tombstones",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_tombstones_noun_deleted_at_id",
                table: "tombstones",
                columns: new[] { "noun", "deleted_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tombstones_noun_pole_slug_cluster_slug_deleted_at_id",
                table: "tombstones",
                columns: new[] { "noun", "pole_slug", "cluster_slug", "deleted_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tombstones_person_id_deleted_at_id",
                table: "tombstones",
                columns: new[] { "person_id", "deleted_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_used_assertions_ends_at",
                table: "used_assertions",
                column: "ends_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "application_snapshots");

            migrationBuilder.DropTable(
                name: "approvals");

            migrationBuilder.DropTable(
                name: "AspNetUserClaims");

            migrationBuilder.DropTable(
                name: "AspNetUserLogins");

            migrationBuilder.DropTable(
                name: "AspNetUserTokens");

            migrationBuilder.DropTable(
                name: "call_revisions");

            migrationBuilder.DropTable(
                name: "client_secrets");

            migrationBuilder.DropTable(
                name: "commitments");

            migrationBuilder.DropTable(
                name: "consents");

            migrationBuilder.DropTable(
                name: "cooperations");

            migrationBuilder.DropTable(
                name: "data_protection_keys");

            migrationBuilder.DropTable(
                name: "declared_conflicts");

            migrationBuilder.DropTable(
                name: "exchanges");

            migrationBuilder.DropTable(
                name: "external_identities");

            migrationBuilder.DropTable(
                name: "idempotency_records");

            migrationBuilder.DropTable(
                name: "memberships");

            migrationBuilder.DropTable(
                name: "notices");

            migrationBuilder.DropTable(
                name: "OpenIddictScopes");

            migrationBuilder.DropTable(
                name: "OpenIddictTokens");

            migrationBuilder.DropTable(
                name: "pairing_terms");

            migrationBuilder.DropTable(
                name: "pole_quotas");

            migrationBuilder.DropTable(
                name: "reference_counters");

            migrationBuilder.DropTable(
                name: "reminders");

            migrationBuilder.DropTable(
                name: "search_terms");

            migrationBuilder.DropTable(
                name: "statements");

            migrationBuilder.DropTable(
                name: "themes");

            migrationBuilder.DropTable(
                name: "tombstones");

            migrationBuilder.DropTable(
                name: "used_assertions");

            migrationBuilder.DropTable(
                name: "OpenIddictAuthorizations");

            migrationBuilder.DropTable(
                name: "pairings");

            migrationBuilder.DropTable(
                name: "journal");

            migrationBuilder.DropTable(
                name: "OpenIddictApplications");

            migrationBuilder.DropTable(
                name: "applications");

            migrationBuilder.DropTable(
                name: "offers");

            migrationBuilder.DropTable(
                name: "calls");

            migrationBuilder.DropTable(
                name: "members");

            migrationBuilder.DropTable(
                name: "people");

            migrationBuilder.DropTable(
                name: "clusters");

            migrationBuilder.DropTable(
                name: "poles");
        }
    }
}
