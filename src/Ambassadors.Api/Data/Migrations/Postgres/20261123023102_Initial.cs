using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ambassadors.Api.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "starts_on",
                table: "pairings",
                type: "date",
                nullable: false,
                defaultValue: new DateOnly(1, 1, 1));

            migrationBuilder.CreateIndex(
                name: "ix_pairings_status_starts_on",
                table: "pairings",
                columns: new[] { "status", "starts_on" });

            migrationBuilder.CreateIndex(
                name: "ix_calls_status_closes_at",
                table: "calls",
                columns: new[] { "status", "closes_at" });

            migrationBuilder.CreateIndex(
                name: "ix_calls_status_opens_at",
                table: "calls",
                columns: new[] { "status", "opens_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_pairings_status_starts_on",
                table: "pairings");

            migrationBuilder.DropIndex(
                name: "ix_calls_status_closes_at",
                table: "calls");

            migrationBuilder.DropIndex(
                name: "ix_calls_status_opens_at",
                table: "calls");

            migrationBuilder.DropColumn(
                name: "starts_on",
                table: "pairings");
        }
    }
}
