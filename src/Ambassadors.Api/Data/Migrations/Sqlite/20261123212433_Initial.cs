using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ambassadors.Api.Data.Migrations.Sqlite
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    title_fr = table.Column<string>(type: "TEXT", nullable: false),
                    title_en = table.Column<string>(type: "TEXT", nullable: false),
                    opens_at = table.Column<long>(type: "INTEGER", nullable: false),
                    closes_at = table.Column<long>(type: "INTEGER", nullable: false),
                    budget_amount = table.Column<long>(type: "INTEGER", nullable: false),
                    committed_amount = table.Column<long>(type: "INTEGER", nullable: false),
                    currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    search_digest = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    motive = table.Column<string>(type: "TEXT", nullable: true)
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    slug = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    sort_name = table.Column<string>(type: "TEXT", nullable: false),
                    country = table.Column<string>(type: "TEXT", nullable: false),
                    city = table.Column<string>(type: "TEXT", nullable: true),
                    themes = table.Column<string>(type: "TEXT", nullable: false),
                    website = table.Column<string>(type: "TEXT", nullable: true),
                    founded = table.Column<int>(type: "INTEGER", nullable: true),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    confidence = table.Column<string>(type: "TEXT", nullable: false),
                    search_digest = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
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
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    friendly_name = table.Column<string>(type: "TEXT", nullable: true),
                    xml = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_protection_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "idempotency_records",
                columns: table => new
                {
                    scope = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    body_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    grants = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<int>(type: "INTEGER", nullable: false),
                    answer = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotency_records", x => x.scope);
                });

            migrationBuilder.CreateTable(
                name: "journal",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    what = table.Column<string>(type: "TEXT", nullable: false),
                    resource_type = table.Column<string>(type: "TEXT", nullable: false),
                    resource_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    resource_version = table.Column<int>(type: "INTEGER", nullable: false),
                    from = table.Column<string>(type: "TEXT", nullable: true),
                    to = table.Column<string>(type: "TEXT", nullable: true),
                    actor_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    actor_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    answered_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    organisation = table.Column<string>(type: "TEXT", nullable: true),
                    pole = table.Column<string>(type: "TEXT", nullable: true),
                    cluster = table.Column<string>(type: "TEXT", nullable: true),
                    data = table.Column<string>(type: "TEXT", nullable: false),
                    motive_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_journal", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "OpenIddictApplications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organisation_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    organisation = table.Column<string>(type: "TEXT", nullable: true),
                    signatory_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_used_at = table.Column<long>(type: "INTEGER", nullable: true),
                    allowed_addresses = table.Column<string>(type: "TEXT", nullable: false),
                    application_type = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    client_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    client_secret = table.Column<string>(type: "TEXT", nullable: true),
                    client_type = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    concurrency_token = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    consent_type = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    display_name = table.Column<string>(type: "TEXT", nullable: true),
                    display_names = table.Column<string>(type: "TEXT", nullable: true),
                    json_web_key_set = table.Column<string>(type: "TEXT", nullable: true),
                    permissions = table.Column<string>(type: "TEXT", nullable: true),
                    post_logout_redirect_uris = table.Column<string>(type: "TEXT", nullable: true),
                    properties = table.Column<string>(type: "TEXT", nullable: true),
                    redirect_uris = table.Column<string>(type: "TEXT", nullable: true),
                    requirements = table.Column<string>(type: "TEXT", nullable: true),
                    settings = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_open_iddict_applications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "OpenIddictScopes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    concurrency_token = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    description = table.Column<string>(type: "TEXT", nullable: true),
                    descriptions = table.Column<string>(type: "TEXT", nullable: true),
                    display_name = table.Column<string>(type: "TEXT", nullable: true),
                    display_names = table.Column<string>(type: "TEXT", nullable: true),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    properties = table.Column<string>(type: "TEXT", nullable: true),
                    resources = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_open_iddict_scopes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    sort_name = table.Column<string>(type: "TEXT", nullable: false),
                    language = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    user_name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    normalized_user_name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    email = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    normalized_email = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    email_confirmed = table.Column<bool>(type: "INTEGER", nullable: false),
                    password_hash = table.Column<string>(type: "TEXT", nullable: true),
                    security_stamp = table.Column<string>(type: "TEXT", nullable: true),
                    concurrency_stamp = table.Column<string>(type: "TEXT", nullable: true),
                    phone_number = table.Column<string>(type: "TEXT", nullable: true),
                    phone_number_confirmed = table.Column<bool>(type: "INTEGER", nullable: false),
                    two_factor_enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    lockout_end = table.Column<long>(type: "INTEGER", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    access_failed_count = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "pole_quotas",
                columns: table => new
                {
                    call_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    pole_slug = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    submitted = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pole_quotas", x => new { x.call_id, x.pole_slug });
                });

            migrationBuilder.CreateTable(
                name: "poles",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    slug = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    sort_name = table.Column<string>(type: "TEXT", nullable: false),
                    regions = table.Column<string>(type: "TEXT", nullable: false),
                    tier = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    evaluation2008 = table.Column<int>(type: "INTEGER", nullable: true),
                    themes = table.Column<string>(type: "TEXT", nullable: false),
                    labelled_from = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    labelled_until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    confidence = table.Column<string>(type: "TEXT", nullable: false),
                    notes = table.Column<string>(type: "TEXT", nullable: false),
                    search_digest = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
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
                    year = table.Column<int>(type: "INTEGER", nullable: false),
                    last = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reference_counters", x => x.year);
                });

            migrationBuilder.CreateTable(
                name: "reminders",
                columns: table => new
                {
                    resource_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    given_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reminders", x => new { x.resource_id, x.kind, x.due_at });
                });

            migrationBuilder.CreateTable(
                name: "search_terms",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    term = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_search_terms", x => new { x.term, x.owner_id });
                });

            migrationBuilder.CreateTable(
                name: "themes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    label_en = table.Column<string>(type: "TEXT", nullable: false),
                    label_fr = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    search_digest = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_themes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tombstones",
                columns: table => new
                {
                    key = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    noun = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    pole_slug = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    cluster_slug = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    deleted_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tombstones", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "used_assertions",
                columns: table => new
                {
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    ends_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_used_assertions", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "call_revisions",
                columns: table => new
                {
                    call_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    rules = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
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
                    entry_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    salt = table.Column<byte[]>(type: "BLOB", nullable: false)
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
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    owner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ends_at = table.Column<long>(type: "INTEGER", nullable: true)
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    application_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    concurrency_token = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    creation_date = table.Column<DateTime>(type: "TEXT", nullable: true),
                    properties = table.Column<string>(type: "TEXT", nullable: true),
                    scopes = table.Column<string>(type: "TEXT", nullable: true),
                    status = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    subject = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    type = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_open_iddict_authorizations", x => x.id);
                    table.ForeignKey(
                        name: "fk_open_iddict_authorizations_open_iddict_applications_application_id",
                        column: x => x.application_id,
                        principalTable: "OpenIddictApplications",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserClaims",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    claim_type = table.Column<string>(type: "TEXT", nullable: true),
                    claim_value = table.Column<string>(type: "TEXT", nullable: true)
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
                    login_provider = table.Column<string>(type: "TEXT", nullable: false),
                    provider_key = table.Column<string>(type: "TEXT", nullable: false),
                    provider_display_name = table.Column<string>(type: "TEXT", nullable: true),
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false)
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
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    login_provider = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    value = table.Column<string>(type: "TEXT", nullable: true)
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    pole_slug = table.Column<string>(type: "TEXT", nullable: true),
                    cluster_slug = table.Column<string>(type: "TEXT", nullable: true),
                    member_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    declared_at = table.Column<long>(type: "INTEGER", nullable: false)
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
                    issuer = table.Column<string>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    linked_at = table.Column<long>(type: "INTEGER", nullable: false)
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    resource_type = table.Column<string>(type: "TEXT", nullable: false),
                    resource_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: true),
                    read_at = table.Column<long>(type: "INTEGER", nullable: true)
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    pole_slug = table.Column<string>(type: "TEXT", nullable: false),
                    cluster_slug = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    signed_on = table.Column<string>(type: "TEXT", maxLength: 10, nullable: true),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    search_digest = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    pole_slug = table.Column<string>(type: "TEXT", nullable: true),
                    cluster_slug = table.Column<string>(type: "TEXT", nullable: true),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    sort_name = table.Column<string>(type: "TEXT", nullable: false),
                    email = table.Column<string>(type: "TEXT", nullable: true),
                    function = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    mandate_from = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    mandate_until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    languages = table.Column<string>(type: "TEXT", nullable: false),
                    themes = table.Column<string>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    search_digest = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    role = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    pole_slug = table.Column<string>(type: "TEXT", nullable: true),
                    cluster_slug = table.Column<string>(type: "TEXT", nullable: true),
                    added_at = table.Column<long>(type: "INTEGER", nullable: false)
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    application_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    authorization_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    concurrency_token = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    creation_date = table.Column<DateTime>(type: "TEXT", nullable: true),
                    expiration_date = table.Column<DateTime>(type: "TEXT", nullable: true),
                    payload = table.Column<string>(type: "TEXT", nullable: true),
                    properties = table.Column<string>(type: "TEXT", nullable: true),
                    redemption_date = table.Column<DateTime>(type: "TEXT", nullable: true),
                    reference_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    status = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    subject = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    type = table.Column<string>(type: "TEXT", maxLength: 150, nullable: true)
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    call_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    pole_slug = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    reference = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    content = table.Column<string>(type: "TEXT", nullable: false),
                    ambassador_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    partner_reference = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    candidacy_agreed = table.Column<bool>(type: "INTEGER", nullable: false),
                    submitted_at = table.Column<long>(type: "INTEGER", nullable: true),
                    call_revision = table.Column<int>(type: "INTEGER", nullable: true),
                    snapshot = table.Column<int>(type: "INTEGER", nullable: false),
                    search_digest = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    motive = table.Column<string>(type: "TEXT", nullable: true)
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    cluster_slug = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    country = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    content = table.Column<string>(type: "TEXT", nullable: false),
                    counterpart_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    partner_reference = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    capacity = table.Column<int>(type: "INTEGER", nullable: false),
                    places_taken = table.Column<int>(type: "INTEGER", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    search_digest = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    motive = table.Column<string>(type: "TEXT", nullable: true)
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
                    application_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    call_revision = table.Column<int>(type: "INTEGER", nullable: false),
                    content = table.Column<string>(type: "TEXT", nullable: false),
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    call_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    application_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    offer_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    pole_slug = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    cluster_slug = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    country = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    ambassador_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    counterpart_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    terms_version = table.Column<int>(type: "INTEGER", nullable: false),
                    terms_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    call_revision = table.Column<int>(type: "INTEGER", nullable: false),
                    terms = table.Column<string>(type: "TEXT", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    consented_at = table.Column<long>(type: "INTEGER", nullable: true),
                    starts_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    search_digest = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    motive = table.Column<string>(type: "TEXT", nullable: true)
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    pairing_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    terms_version = table.Column<int>(type: "INTEGER", nullable: false),
                    step = table.Column<int>(type: "INTEGER", nullable: false),
                    role = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    call_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    pairing_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    pole_slug = table.Column<string>(type: "TEXT", nullable: false),
                    cluster_slug = table.Column<string>(type: "TEXT", nullable: false),
                    amount = table.Column<long>(type: "INTEGER", nullable: false),
                    currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    search_digest = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    motive = table.Column<string>(type: "TEXT", nullable: true)
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    pairing_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    terms_version = table.Column<int>(type: "INTEGER", nullable: false),
                    terms_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    party = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    client_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    answered_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    pairing_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    call_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    pole_slug = table.Column<string>(type: "TEXT", nullable: false),
                    cluster_slug = table.Column<string>(type: "TEXT", nullable: false),
                    ambassador_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    counterpart_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    legs = table.Column<string>(type: "TEXT", nullable: false),
                    amount = table.Column<long>(type: "INTEGER", nullable: false),
                    currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    search_digest = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    motive = table.Column<string>(type: "TEXT", nullable: true)
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
                    pairing_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    call_revision = table.Column<int>(type: "INTEGER", nullable: false),
                    ambassador_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    counterpart_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    proposed = table.Column<string>(type: "TEXT", nullable: false),
                    canonical = table.Column<byte[]>(type: "BLOB", nullable: false),
                    terms_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    content_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
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
